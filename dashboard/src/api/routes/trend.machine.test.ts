import { afterAll, beforeAll, expect, test } from "vitest";
import { markers } from "../../database/schema/index.ts";
import { addMeasurement, addSite, daysAgo } from "../reading/testing/measured-site.ts";
import type { Trend } from "../shapes/measuring.ts";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "viewer")).id);
});
afterAll(() => server.stop());

async function get(url: string) {
  return server.app.inject({ url, headers });
}

async function readTrend(pageId: string, query = ""): Promise<Trend> {
  const answer = await get(`/api/pages/${pageId}/trend?profile=mobile${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

test("shows the last thirty days of one profile, oldest first, with zero as a value", async () => {
  const { pageIds } = await addSite(server.db);
  const pageId = pageIds[0]!;
  const values = [
    { cls: 0, tbt: 0, lcp: 100 },
    { cls: 0, tbt: 0, lcp: 300 },
    { cls: 0, tbt: 30 },
  ];
  await addMeasurement(server.db, { pageId, finishedAt: daysAgo(31), values });
  await addMeasurement(server.db, { pageId, finishedAt: daysAgo(1), values, noisy: true, trigger: "manual" });
  const older = await addMeasurement(server.db, { pageId, finishedAt: daysAgo(2), values });
  await addMeasurement(server.db, { pageId, profile: "desktop", values });
  await addMeasurement(server.db, { pageId, state: "cancelled" });
  const { points, gaps } = await readTrend(pageId);
  expect(points.map(({ trigger, noisy }) => [trigger, noisy])).toEqual([
    ["schedule", false],
    ["manual", true],
  ]);
  expect(points[0]).toMatchObject({
    measurementId: older.id,
    values: {
      cls: { median: 0, min: 0, max: 0, n: 3 },
      tbt: { median: 0, min: 0, max: 30, n: 3 },
      lcp: { median: 200, min: 100, max: 300, n: 2 },
    },
  });
  expect(Object.keys(points[0]!.values)).toHaveLength(3);
  expect(gaps).toEqual([]);
});

test("keeps to the period that is asked for", async () => {
  const { pageIds } = await addSite(server.db);
  const pageId = pageIds[0]!;
  for (const days of [50, 40, 30])
    await addMeasurement(server.db, { pageId, finishedAt: daysAgo(days), values: [{ lcp: days }] });
  const { points } = await readTrend(
    pageId,
    `&from=${daysAgo(45).toISOString()}&to=${daysAgo(35).toISOString()}`,
  );
  expect(points.map(({ values }) => values.lcp?.median)).toEqual([40]);
});

test("marks deployments, notes and new versions, and shows what has no result as a gap", async () => {
  const { siteId, pageIds } = await addSite(server.db);
  const pageId = pageIds[0]!;
  await addMeasurement(server.db, {
    pageId,
    finishedAt: daysAgo(9),
    lighthouseVersion: "12.1.0",
    values: [{ lcp: 1 }],
  });
  const failed = await addMeasurement(server.db, {
    pageId,
    finishedAt: daysAgo(8),
    state: "failed",
    lighthouseVersion: null,
    chromiumVersion: null,
    failure: "The page answers 404.",
  });
  await addMeasurement(server.db, { pageId, finishedAt: daysAgo(7), state: "inconclusive" });
  await server.db.insert(markers).values([
    { siteId, kind: "note", label: "Sale", at: daysAgo(5) },
    { siteId, kind: "deployment", label: "v2", at: daysAgo(10) },
    { siteId, kind: "note", label: "Long ago", at: daysAgo(99) },
  ]);
  const trend = await readTrend(pageId);
  expect(trend.markers.map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
    "deployment: v2",
    "version: Lighthouse 12 → 13",
    "note: Sale",
  ]);
  expect(trend.gaps).toHaveLength(2);
  expect(trend.gaps[0]).toMatchObject({ measurementId: failed.id, failure: "The page answers 404." });
});

test("comes as CSV under a file name", async () => {
  const { pageIds } = await addSite(server.db, { pages: ["Home page"] });
  await addMeasurement(server.db, { pageId: pageIds[0]!, values: [{ cls: 0, lcp: 1200 }] });
  const answer = await get(`/api/pages/${pageIds[0]!}/trend.csv?profile=mobile`);
  expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(answer.headers["content-disposition"]).toMatch(
    /^attachment; filename="trend-home-page-mobile-[\d-]+\.csv"$/,
  );
  expect(answer.body).toMatch(/^time,profile,trigger,n,.*\r\n\d{4}-.*Z,mobile,schedule,1,[^"]*\r\n$/);
});

test("refuses what it cannot answer", async () => {
  const { pageIds } = await addSite(server.db);
  const url = `/api/pages/${pageIds[0]!}/trend`;
  expect((await get(url)).statusCode).toBe(400);
  expect((await get(`${url}?profile=watch`)).statusCode).toBe(400);
  const backwards = await get(`${url}?profile=mobile&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`);
  expect([backwards.statusCode, backwards.json()]).toMatchObject([400, { code: "BAD_INPUT" }]);
  const unknown = await get("/api/pages/01940000-0000-7000-8000-000000000000/trend?profile=mobile");
  expect(unknown.statusCode).toBe(404);
});
