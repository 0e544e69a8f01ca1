import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, reports } from "../../database/schema/index.ts";
import { addMeasurement, addSite, daysAgo } from "../reading/testing/measured-site.ts";
import type { Storage } from "../shapes/operating.ts";
import { addUser, cookieOf, startTestApi, type TestApi } from "../testing/test-api.ts";

let server: TestApi;
let headers: Readonly<Record<string, string>>;
beforeAll(async () => {
  server = await startTestApi();
  headers = await cookieOf(server.db, (await addUser(server.db, "admin")).id);
});
afterAll(() => server.stop());

async function send(method: "GET" | "POST" | "PATCH", url: string, payload?: object) {
  const answer = await server.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<unknown>();
}

test("are merged with what was set before, and noted", async () => {
  const retention = { reportDays: 30, filmstripDays: 10, sampleDays: 200 };
  expect(await send("GET", "/api/settings")).toMatchObject({ cpuSlowdown: 4, retention: { reportDays: 90 } });
  expect(await send("PATCH", "/api/settings", { cpuSlowdown: 2.5 })).toMatchObject({
    cpuSlowdown: 2.5,
    retention: { reportDays: 90 },
  });
  expect(await send("PATCH", "/api/settings", { retention })).toEqual({ cpuSlowdown: 2.5, retention });
  expect(await send("PATCH", "/api/settings", {})).toEqual({ cpuSlowdown: 2.5, retention });
  expect(await server.db.select().from(auditLog)).toMatchObject([
    { action: "settings.changed", details: { cpuSlowdown: 2.5 } },
    { action: "settings.changed", details: { retention } },
  ]);
});

test("refuse numbers out of bounds", async () => {
  for (const payload of [
    { cpuSlowdown: 0 },
    { retention: { reportDays: 0, filmstripDays: 1, sampleDays: 7 } },
  ]) {
    const answer = await server.app.inject({ method: "PATCH", url: "/api/settings", headers, payload });
    expect(answer.statusCode).toBe(400);
  }
});

test("storage is told by sample, unknown before the first one, and retention frees it", async () => {
  expect(await send("GET", "/api/storage")).toMatchObject({ samples: 0, bytesPerSample: null });
  const pageId = (await addSite(server.db)).pageIds[0]!;
  await addMeasurement(server.db, { pageId, values: [{ lcp: 1 }, { lcp: 2 }], largestResources: [] });
  const storage = (await send("GET", "/api/storage")) as Storage;
  expect(storage.samples).toBe(2);
  expect(storage.bytesPerSample).toBeGreaterThan(storage.reportBytes / 2);
  expect(storage.databaseBytes).toBeGreaterThan(storage.reportBytes);
  await server.db.update(reports).set({ createdAt: daysAgo(31) });
  expect(await send("POST", "/api/retention/run")).toEqual({ reports: 1, filmstrips: 0, samples: 0 });
  const [noted] = await server.db
    .select()
    .from(auditLog)
    .where(sql`action = 'retention.run'`);
  expect(noted).toMatchObject({ details: { reports: 1 } });
});
