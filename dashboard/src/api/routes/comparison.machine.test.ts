import { afterAll, beforeAll, expect, test } from "vitest";
import { addMeasurement, addSite, type MadeMeasurement } from "../reading/testing/measured-site.ts";
import type { Comparison } from "../shapes/judging.ts";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: Readonly<Record<string, string>>;
let pageId: string;
beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "viewer")).id);
  pageId = (await addSite(server.db)).pageIds[0]!;
});
afterAll(() => server.stop());

async function compare(a: Partial<MadeMeasurement>, b: Partial<MadeMeasurement>): Promise<Comparison> {
  const before = await addMeasurement(server.db, { pageId, ...a });
  const after = await addMeasurement(server.db, { pageId, ...b });
  const answer = await server.app.inject({ url: `/api/comparison?a=${before.id}&b=${after.id}`, headers });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const five = (lcp: number, more = {}) =>
  [0, 1, 2, 3, 4].map((step) => ({ lcp: lcp + step, cls: 0, ...more }));
const resource = (url: string) => ({ url, type: "Script", transferBytes: 5, durationMs: null });

test("compares all samples of both sides, and zero with zero", async () => {
  const comparison = await compare({ values: five(1000) }, { values: five(2000, { tbt: 0 }) });
  const { metrics } = comparison;
  expect(metrics.map(({ metric }) => metric)).toEqual(["lcp", "cls"]);
  expect(metrics[0]).toMatchObject({
    a: { n: 5, median: 1002, values: [1000, 1001, 1002, 1003, 1004] },
    b: { n: 5, median: 2002 },
    shift: 1000,
    delta: 1,
    verdict: "worse",
  });
  expect(metrics[1]).toMatchObject({ a: { median: 0, values: [0, 0, 0, 0, 0] }, shift: 0, verdict: "same" });
  expect(comparison.verdict).toMatch(/^Worse in LCP/);
  expect(comparison.a).toMatchObject({
    site: "Shop",
    page: "Home",
    profile: "mobile",
    lighthouseVersion: "13.5.0",
  });
  // No list of requests is stored here.
  expect(comparison.caveats).toEqual(["Requests are not compared: their lists are no longer kept."]);
});

test("takes samples that count only", async () => {
  const { metrics } = await compare(
    { values: [{ lcp: 100 }], sampleStates: ["failed", "cancelled"] },
    { values: [{ lcp: 100 }] },
  );
  expect(metrics[0]!.a.values).toEqual([100]);
});

test("names every reason for doubt", async () => {
  const other = (await addSite(server.db, { name: "Blog" })).pageIds[0]!;
  const { caveats } = await compare(
    { values: [{ lcp: 1 }], lighthouseVersion: "12.8.2", chromiumVersion: "152.9", largestResources: [] },
    { pageId: other, profile: "desktop", noisy: true, values: five(1), largestResources: [] },
  );
  expect(caveats).toEqual([
    "The profiles differ: mobile before, desktop after; their timings are not comparable.",
    "These are two different pages.",
    "Lighthouse 12 measured before, Lighthouse 13 after; a change may come from that.",
    "Chromium 152 measured before, Chromium 153 after; a change may come from that.",
    "Timings need 5 samples a side to be certain; there are 1 before and 5 after.",
    "The host was busy with other work during the measurement after, so timings may be too high.",
  ]);
});

test("has no caveat where there is none, and tells which requests are new", async () => {
  const { caveats, requests } = await compare(
    { values: five(1), largestResources: [resource("/a.js"), resource("/old.js")] },
    { values: five(1), largestResources: [resource("/a.js"), resource("/new.js")] },
  );
  expect(caveats).toEqual([]);
  expect(requests).toEqual({
    added: [{ url: "/new.js", transferBytes: 5 }],
    removed: [{ url: "/old.js", transferBytes: 5 }],
  });
});

test("finds new requests in the whole report where the details have the largest only", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `/${index}.js`);
  const side = (all: readonly string[]) => ({
    values: five(1),
    largestResources: names.map(resource),
    report: {
      audits: { "network-requests": { details: { items: all.map((url) => ({ url, transferSize: 1 })) } } },
    },
  });
  const { caveats, requests } = await compare(side([...names, "/tiny.js"]), side([...names, "/new.js"]));
  expect(caveats).toEqual([]);
  expect(requests).toEqual({
    added: [{ url: "/new.js", transferBytes: 1 }],
    removed: [{ url: "/tiny.js", transferBytes: 1 }],
  });
});

test("says so when one side has no samples", async () => {
  const { caveats, metrics } = await compare({ state: "failed" }, { values: five(1) });
  expect(metrics).toEqual([]);
  expect(caveats[0]).toMatch(/^The measurement before has no samples/);
});

test("knows no measurement that is not there", async () => {
  const { id } = await addMeasurement(server.db, { pageId, values: five(1) });
  const unknown = "01940000-0000-7000-8000-000000000000";
  const answer = await server.app.inject({ url: `/api/comparison?a=${id}&b=${unknown}`, headers });
  expect([answer.statusCode, answer.json()]).toEqual([
    404,
    { code: "NOT_FOUND", message: "There is no such measurement." },
  ]);
});
