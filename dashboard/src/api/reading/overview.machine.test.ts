import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "../../database/database.ts";
import * as schema from "../../database/schema/index.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { overviewShape, type OverviewSite } from "../shapes/overview.ts";
import { readOverview } from "./overview.ts";
import { addMeasurement, addSite, daysAgo } from "./testing/measured-site.ts";

const { anomalies, budgets, budgetStates, pages, schedules, workers } = schema;

let server: TestDatabase;
let db: Db;
beforeAll(async () => {
  server = await startTestDatabase();
  ({ db } = server.database);
});
afterAll(() => server.stop());
afterEach(async () => {
  await db.execute(sql`truncate sites, batches, workers cascade`);
});

async function readOnlySite(): Promise<OverviewSite> {
  const { sites } = await readOverview(db);
  expect(sites).toHaveLength(1);
  return sites[0]!;
}

test("has nothing to show of an empty database", async () => {
  expect(overviewShape.parse(await readOverview(db))).toEqual({
    sites: [],
    bands: { good: 0, average: 0, poor: 0, none: 0 },
    allSites: { samples: 0, expectedMs: null },
    openAllBatchId: null,
    notice: null,
  });
});

test("asks as many questions for twenty sites as for one", async () => {
  const asked: string[] = [];
  const pool = new pg.Pool({ connectionString: server.url });
  const counting = drizzle(pool, { schema, logger: { logQuery: (query) => asked.push(query) } });
  await addSite(db);
  await readOverview(counting);
  const forOne = asked.length;
  for (let number = 0; number < 19; number += 1) await addSite(db, { name: `Site ${number}` });
  expect((await readOverview(counting)).sites).toHaveLength(20);
  expect(asked).toHaveLength(2 * forOne);
  expect(forOne).toBeLessThanOrEqual(7);
  await pool.end();
});

describe("a site's values", () => {
  test("are medians over its pages' newest measurements, zero is one of them, and absent stays absent", async () => {
    const { pageIds } = await addSite(db, { pages: ["Home", "Cart", "Help"] });
    const [home, cart, help] = [pageIds[0]!, pageIds[1]!, pageIds[2]!];
    await addMeasurement(db, { pageId: home, finishedAt: daysAgo(2), values: [{ performance: 1, cls: 1 }] });
    const at = new Date();
    await addMeasurement(db, { pageId: home, finishedAt: at, values: [{ performance: 90, cls: 0, tbt: 0 }] });
    await addMeasurement(db, { pageId: cart, finishedAt: at, values: [{ performance: 0, cls: 0, tbt: 10 }] });
    await addMeasurement(db, {
      pageId: help,
      finishedAt: at,
      values: [{ performance: 60, cls: 0.3, tbt: 0 }],
    });
    const [mobile] = (await readOnlySite()).profiles;
    expect(mobile).toMatchObject({ profile: "mobile", values: { performance: 60, cls: 0, tbt: 0 } });
    expect(Object.keys(mobile!.values).toSorted()).toEqual(["cls", "performance", "tbt"]);
    expect(mobile!.measuredAt).toBe(at.toISOString());
    expect((await readOverview(db)).bands).toEqual({ good: 1, average: 1, poor: 1, none: 0 });
  });

  test("never mix profiles, and a profile that was never measured has none", async () => {
    const { pageIds } = await addSite(db, { profiles: ["mobile", "desktop"] });
    await addMeasurement(db, { pageId: pageIds[0]!, values: [{ performance: 95 }] });
    expect((await readOnlySite()).profiles).toMatchObject([
      { profile: "mobile", values: { performance: 95 } },
      { profile: "desktop", values: {}, measuredAt: null, scoreChange: null, sparkline: [] },
    ]);
    expect((await readOverview(db)).bands).toEqual({ good: 1, average: 0, poor: 0, none: 1 });
  });

  test("are those of the last measurement that had a result", async () => {
    const { pageIds } = await addSite(db);
    const finishedAt = daysAgo(1);
    await addMeasurement(db, { pageId: pageIds[0]!, finishedAt, values: [{ performance: 0 }] });
    await addMeasurement(db, { pageId: pageIds[0]!, state: "inconclusive" });
    const { profiles, problems } = await readOnlySite();
    expect(profiles).toMatchObject([{ values: { performance: 0 }, measuredAt: finishedAt.toISOString() }]);
    expect(problems.failedMeasurements).toBe(1);
  });

  test("leave out pages that are switched off", async () => {
    const { pageIds } = await addSite(db, { pages: ["Home", "Old"] });
    await addMeasurement(db, { pageId: pageIds[0]!, values: [{ performance: 80 }] });
    await addMeasurement(db, { pageId: pageIds[1]!, values: [{ performance: 20 }] });
    await db
      .update(pages)
      .set({ enabled: false })
      .where(sql`id = ${pageIds[1]!}`);
    expect(await readOnlySite()).toMatchObject({ pages: 1, profiles: [{ values: { performance: 80 } }] });
  });
});

describe("the change of the score", () => {
  test("is the one against the newest measurements older than a week", async () => {
    const { pageIds } = await addSite(db);
    for (const [days, performance] of [
      [20, 10],
      [8, 70],
      [6, 99],
      [0, 75],
    ] as const)
      await addMeasurement(db, { pageId: pageIds[0]!, finishedAt: daysAgo(days), values: [{ performance }] });
    expect((await readOnlySite()).profiles[0]!.scoreChange).toBe(5);
  });

  test("can be zero", async () => {
    const { pageIds } = await addSite(db);
    for (const days of [8, 0])
      await addMeasurement(db, {
        pageId: pageIds[0]!,
        finishedAt: daysAgo(days),
        values: [{ performance: 75 }],
      });
    expect((await readOnlySite()).profiles[0]!.scoreChange).toBe(0);
  });

  test("is unknown without an older measurement, and leaves out a page that was added since", async () => {
    const { pageIds } = await addSite(db, { pages: ["Home", "New"] });
    await addMeasurement(db, { pageId: pageIds[1]!, values: [{ performance: 10 }] });
    expect((await readOnlySite()).profiles[0]!.scoreChange).toBeNull();
    for (const days of [8, 0])
      await addMeasurement(db, {
        pageId: pageIds[0]!,
        finishedAt: daysAgo(days),
        values: [{ performance: 90 }],
      });
    expect((await readOnlySite()).profiles[0]!.scoreChange).toBe(0);
  });
});

test("a sparkline has one point a day over thirty days, oldest first", async () => {
  const { pageIds } = await addSite(db, { pages: ["Home", "Cart"] });
  const noon = (days: number) => new Date(daysAgo(days).setUTCHours(12, 0, 0, 0));
  for (const [days, home, cart] of [
    [31, 1, 1],
    [3, 0, 0],
    [2, 40, 60],
  ] as const) {
    await addMeasurement(db, {
      pageId: pageIds[0]!,
      finishedAt: noon(days),
      values: [{ performance: home }],
    });
    await addMeasurement(db, {
      pageId: pageIds[1]!,
      finishedAt: noon(days),
      values: [{ performance: cart }],
    });
  }
  expect((await readOnlySite()).profiles[0]!.sparkline).toEqual([
    { at: noon(3).toISOString(), value: 0 },
    { at: noon(2).toISOString(), value: 50 },
  ]);
});

describe("problems", () => {
  test("count budgets, anomalies and newest measurements without a result", async () => {
    const { siteId, pageIds } = await addSite(db, { pages: ["Home", "Cart"] });
    const [home, cart] = [pageIds[0]!, pageIds[1]!];
    const { id: measurementId } = await addMeasurement(db, { pageId: home, values: [{ lcp: 5000 }] });
    await addMeasurement(db, { pageId: cart, state: "failed", finishedAt: daysAgo(2) });
    await addMeasurement(db, { pageId: home, state: "failed", finishedAt: daysAgo(2) });
    await addMeasurement(db, { pageId: cart, state: "cancelled" });
    const [budget] = await db.insert(budgets).values({ siteId, metric: "lcp", fail: 1 }).returning();
    const stand = { budgetId: budget!.id, since: new Date(), value: 5000, sentence: "It is.", measurementId };
    await db.insert(budgetStates).values([
      { ...stand, pageId: home, profile: "mobile", state: "fail" },
      { ...stand, pageId: cart, profile: "mobile", state: "warn" },
      { ...stand, pageId: cart, profile: "desktop", state: "pass" },
    ]);
    const found = {
      profile: "mobile",
      measurementId,
      value: 2,
      baseline: 1,
      z: 9,
      sentence: "It rose.",
    } as const;
    await db.insert(anomalies).values([
      { ...found, pageId: home, metric: "lcp", state: "suspected" },
      { ...found, pageId: home, metric: "tbt", state: "confirmed" },
      { ...found, pageId: home, metric: "cls", state: "dismissed" },
    ]);
    expect((await readOnlySite()).problems).toEqual({
      budgetsFailing: 1,
      budgetsWarning: 1,
      anomalies: 2,
      failedMeasurements: 1,
    });
  });
});

describe("work", () => {
  test("shows how far the batch is that measures a site, and that all are measured", async () => {
    const { pageIds } = await addSite(db);
    const { batchId } = await addMeasurement(db, {
      pageId: pageIds[0]!,
      state: "open",
      finishedAt: null,
      subject: "all",
      values: [{ lcp: 1 }],
      sampleStates: ["dead", "running", "queued"],
    });
    const overview = await readOverview(db);
    expect(overview.sites[0]!.openBatch).toEqual({ id: batchId, done: 2, total: 4 });
    expect(overview.openAllBatchId).toBe(batchId);
  });

  test("is expected to take what samples of the last week took, over all lanes", async () => {
    const { pageIds } = await addSite(db, { pages: ["Home", "Cart"], profiles: ["mobile", "desktop"] });
    await addSite(db, { name: "Paused", enabled: false });
    const worker = { pid: 1, cores: 8 };
    await db.insert(workers).values([
      { ...worker, hostId: "one", lanes: 2 },
      { ...worker, hostId: "one", lanes: 2 },
      { ...worker, hostId: "two", lanes: 1 },
      { ...worker, hostId: "gone", lanes: 9, heartbeatAt: daysAgo(1) },
    ]);
    expect((await readOverview(db)).allSites).toEqual({ samples: 12, expectedMs: null });
    await addMeasurement(db, { pageId: pageIds[0]!, values: [{ lcp: 1 }, { lcp: 2 }], durationMs: 6_000 });
    await addMeasurement(db, {
      pageId: pageIds[0]!,
      values: [{ lcp: 1 }],
      finishedAt: daysAgo(8),
      durationMs: 90_000,
    });
    expect((await readOverview(db)).allSites).toEqual({ samples: 12, expectedMs: 24_000 });
  });

  test("that waits for nobody is told of", async () => {
    const { pageIds } = await addSite(db);
    const waiting = { pageId: pageIds[0]!, state: "open", finishedAt: null } as const;
    await addMeasurement(db, { ...waiting, sampleStates: ["queued"] });
    expect((await readOverview(db)).notice).toBe("No worker is running, so 1 sample waits.");
    await addMeasurement(db, { ...waiting, subject: "all", sampleStates: ["queued", "queued"] });
    expect((await readOverview(db)).notice).toBe("No worker is running, so 3 samples wait.");
    await db.insert(workers).values({ hostId: "one", pid: 1, cores: 4, lanes: 1 });
    expect((await readOverview(db)).notice).toBeNull();
  });

  test("comes next when the schedule says so, unless site or schedule are switched off", async () => {
    for (const [name, siteEnabled, enabled] of [
      ["A", true, true],
      ["B", false, true],
      ["C", true, false],
    ] as const) {
      const { siteId } = await addSite(db, { name, enabled: siteEnabled });
      await db.insert(schedules).values({ siteId, cron: "0 4 * * *", timeZone: "UTC", enabled });
    }
    const next = (await readOverview(db)).sites.map(({ nextAt }) => nextAt);
    expect(next).toEqual([expect.stringMatching(/T04:00:00.000Z$/), null, null]);
  });
});
