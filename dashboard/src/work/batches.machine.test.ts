import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createId } from "../base/id.ts";
import type { Db } from "../database/database.ts";
import {
  attempts,
  batches,
  measurements,
  pages,
  reports,
  samples,
  schedules,
  sites,
} from "../database/schema/index.ts";
import type { SampleOutcome, SampleResult } from "../papers/sample.ts";
import { openRedisQueue } from "../queue/redis-queue.ts";
import type { SampleQueue } from "../queue/queue.ts";
import { silentLog, startTestDatabase, type TestDatabase } from "../testing/database.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { cancelBatch } from "./cancel-batch.ts";
import { claimSample, renewLease, type ClaimedSample } from "./claim-sample.ts";
import { completeSample } from "./complete-sample.ts";
import { dispatch } from "./dispatch.ts";
import { finishMeasurement } from "./finish-measurement.ts";
import { reconcile } from "./reconcile.ts";
import { startBatch } from "./start-batch.ts";

let server: TestDatabase;
let redis: TestRedis;
let queue: SampleQueue;
let db: Db;
const workerId = createId();

beforeAll(async () => {
  [server, redis] = await Promise.all([startTestDatabase(), startTestRedis()]);
  db = server.database.db;
});
afterAll(() => Promise.all([server.stop(), redis.stop()]));
beforeEach(() => void (queue = openRedisQueue(redis.url, silentLog)));
afterEach(async () => {
  await db.execute(sql`truncate sites, batches cascade`);
  for (const id of await queue.listWaiting(1_000)) await queue.remove(id);
  await queue.close();
});

async function addSite(name = "Shop", pageCount = 1): Promise<string> {
  const [site] = await db.insert(sites).values({ name, origin: "https://example.com" }).returning();
  await db.insert(schedules).values({ siteId: site!.id, cron: "0 4 * * *", timeZone: "UTC" });
  for (let page = 0; page < pageCount; page += 1)
    await db
      .insert(pages)
      .values({ siteId: site!.id, url: `https://example.com/${name}/${page}`, label: `Page ${page}` });
  return site!.id;
}

const host = { benchmarkIndex: 3_000, foreignCpuShare: 0.01 };

function measured(values: SampleResult["values"]): SampleOutcome {
  const details = {
    largestResources: [],
    thirdParties: [],
    opportunities: [],
    lcpElement: null,
    failedAudits: [],
  };
  const result: SampleResult = {
    values,
    details,
    filmstrip: [],
    report: "{}",
    warnings: [],
    lighthouseVersion: "13.5.0",
    chromiumVersion: "156.0.0",
  };
  return { kind: "measured", result, host, durationMs: 5_000 };
}

function failed(kind: "permanent" | "transient"): SampleOutcome {
  return {
    kind: "failed",
    failure: { class: kind, code: "X", message: "It failed." },
    host,
    durationMs: 100,
  };
}

async function claimNext(): Promise<ClaimedSample> {
  const [next] = await db
    .select()
    .from(samples)
    .where(eq(samples.state, "queued"))
    .orderBy(samples.position)
    .limit(1);
  const claimed = await claimSample(db, { sampleId: next!.id, attempt: next!.attempt }, workerId);
  return claimed!;
}

describe("starting", () => {
  test("fifty calls at the same moment make one batch", async () => {
    await addSite();
    const started = await Promise.all(
      Array.from({ length: 50 }, () => startBatch(db, { trigger: "manual", subject: { scope: "all" } })),
    );
    expect(started.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(new Set(started.map((each) => ("batchId" in each ? each.batchId : "")))).toHaveProperty("size", 1);
    expect(await db.$count(samples)).toBe(6);
  });

  test("says that there is nothing to measure", async () => {
    expect(await startBatch(db, { trigger: "manual", subject: { scope: "all" } })).toEqual({
      outcome: "nothing-to-measure",
    });
  });

  test("leaves what it wrote to be told when the queue is away", async () => {
    await addSite();
    await redis.kill();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    await expect(dispatch(db, queue)).rejects.toThrow();
    await redis.restart();
    await expect.poll(() => dispatch(db, queue).catch(() => 0), { timeout: 15_000 }).toBe(6);
    expect(await queue.listWaiting(100)).toHaveLength(6);
  });
});

describe("a sample", () => {
  test("goes to one of many workers that claim it at once", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const [sample] = await db.select().from(samples).limit(1);
    const job = { sampleId: sample!.id, attempt: 1 };
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimSample(db, job, createId())));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  test("that failed for a passing reason is tried three times more, then given up", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const first = await claimNext();
    const outcomes = [await completeSample(db, first, workerId, failed("transient"), false)];
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      const again = await claimSample(db, { sampleId: first.sampleId, attempt }, workerId);
      outcomes.push(await completeSample(db, again!, workerId, failed("transient"), false));
    }
    expect(outcomes).toEqual(["retried", "retried", "retried", "dead"]);
    expect(await db.$count(attempts)).toBe(4);
  });

  test("whose page is not there fails at once, and spares the others of its measurement", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const claimed = await claimNext();
    expect(await completeSample(db, claimed, workerId, failed("permanent"), false)).toBe("failed");
    expect(await finishMeasurement(db, claimed.measurementId)).toBe(true);
    const [measurement] = await db
      .select()
      .from(measurements)
      .where(eq(measurements.id, claimed.measurementId));
    expect(measurement).toMatchObject({ state: "failed", failure: "It failed." });
  });

  test("from a disturbed host is done again twice, then kept with a flag", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const first = await claimNext();
    const outcomes = [await completeSample(db, first, workerId, measured({ cls: 0 }), true)];
    for (let attempt = 2; attempt <= 3; attempt += 1) {
      const again = await claimSample(db, { sampleId: first.sampleId, attempt }, workerId);
      outcomes.push(await completeSample(db, again!, workerId, measured({ cls: 0 }), true));
    }
    expect(outcomes).toEqual(["rejected", "rejected", "done"]);
    const [sample] = await db.select().from(samples).where(eq(samples.id, first.sampleId));
    expect(sample).toMatchObject({ state: "done", noisy: true, values: { cls: 0 } });
  });

  test("that is handed back counts no try", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const claimed = await claimNext();
    expect(
      await completeSample(db, claimed, workerId, { kind: "aborted", host, durationMs: 10 }, false),
    ).toBe("returned");
    const [sample] = await db.select().from(samples).where(eq(samples.id, claimed.sampleId));
    expect(sample).toMatchObject({ state: "queued", attempt: 2, failures: 0, losses: 0, enqueuedAt: null });
  });

  test("of a cancelled batch is not ours any more", async () => {
    await addSite();
    const started = await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const claimed = await claimNext();
    expect(await renewLease(db, claimed, workerId)).toBe(true);
    await cancelBatch(db, "batchId" in started ? started.batchId : "");
    expect(await renewLease(db, claimed, workerId)).toBe(false);
    expect(await completeSample(db, claimed, workerId, measured({ cls: 0 }), false)).toBe("not-ours");
    expect(await db.$count(samples, eq(samples.state, "cancelled"))).toBe(6);
  });
});

test("a measurement is published with medians, zero among them, and keeps one report", async () => {
  await addSite();
  const started = await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
  let measurementId = "";
  for (const lcp of [2_000, 2_600, 2_100, 2_000, 2_600, 2_100]) {
    const claimed = await claimNext();
    measurementId = claimed.measurementId;
    await completeSample(db, claimed, workerId, measured({ lcp, cls: 0, fcp: lcp / 2, tti: lcp }), false);
    await finishMeasurement(db, measurementId);
  }
  const [published] = await db.select().from(measurements).where(eq(measurements.id, measurementId));
  expect(published!.spreads!.cls).toEqual({ n: 3, median: 0, mad: 0, min: 0, max: 0 });
  expect(published!.spreads).not.toHaveProperty("seo");
  expect(await db.$count(reports)).toBe(2 * 3);
  const [batch] = await db
    .select()
    .from(batches)
    .where(eq(batches.id, "batchId" in started ? started.batchId : ""));
  expect(batch!.state).toBe("done");
});

describe("the reconciler", () => {
  test("gives back what a dead worker held, three times at most", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const { sampleId } = await claimNext();
    const expire = () =>
      db
        .update(samples)
        .set({ leaseUntil: sql`now() - interval '1 second'` })
        .where(eq(samples.id, sampleId));
    const actions: string[] = [];
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      await expire();
      const { expiredLeases } = await reconcile(db, queue);
      actions.push(...expiredLeases.map(({ action }) => action));
      await claimSample(db, { sampleId, attempt }, workerId);
    }
    expect(actions).toEqual(["requeued", "requeued", "dead"]);
  });

  test("leaves alone what runs, however long it takes", async () => {
    await addSite();
    await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    const claimed = await claimNext();
    await db
      .update(samples)
      .set({ startedAt: sql`now() - interval '1 day'` })
      .where(eq(samples.id, claimed.sampleId));
    expect((await reconcile(db, queue)).expiredLeases).toEqual([]);
  });

  test("tells a queue that lost its memory again, and clears it of what nobody waits for", async () => {
    await addSite();
    const started = await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    await dispatch(db, queue);
    await redis.kill();
    await redis.restart();
    await db.update(samples).set({ enqueuedAt: sql`now() - interval '1 minute'` });
    await expect
      .poll(async () => (await reconcile(db, queue)).enqueuedAgain.length, { timeout: 15_000 })
      .toBe(6);
    expect(await queue.listWaiting(100)).toHaveLength(6);
    await cancelBatch(db, "batchId" in started ? started.batchId : "");
    expect((await reconcile(db, queue)).removedQueueJobs).toHaveLength(6);
    expect(await queue.listWaiting(100)).toEqual([]);
  });

  test("finishes what a worker wrote before it died, and closes the batch", async () => {
    await addSite();
    const started = await startBatch(db, { trigger: "manual", subject: { scope: "all" } });
    for (let sample = 0; sample < 6; sample += 1)
      await completeSample(db, await claimNext(), workerId, measured({ lcp: 1_000, cls: 0 }), false);
    const report = await reconcile(db, queue);
    expect(report.finishedMeasurements).toHaveLength(2);
    const [batch] = await db
      .select()
      .from(batches)
      .where(eq(batches.id, "batchId" in started ? started.batchId : ""));
    expect(batch!.state).toBe("done");
    expect(await reconcile(db, queue)).toMatchObject({
      finishedMeasurements: [],
      closedBatches: [],
      expiredLeases: [],
    });
  });
});
