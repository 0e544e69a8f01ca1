import { and, asc, eq, exists, inArray, isNotNull, lt, not, sql } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { attempts, batches, measurements, samples } from "../database/schema/index.ts";
import { jobIdOf, type SampleJobData, type SampleQueue } from "../queue/queue.ts";
import { dispatch } from "./dispatch.ts";
import { closeBatch, finishMeasurement } from "./finish-measurement.ts";

/** A sample whose worker went away so often is not tried again: it may be what takes workers down. */
const MAX_LOSSES = 3;
/** The queue is asked for a job only when it has had this long to bring it. */
const QUEUE_SLACK_MS = 20_000;
const LOOK_AT_MOST = 2_000;

/** What a look over all open work mended. The clean-up button shows it as it is. */
export interface ReconcileReport {
  readonly at: string;
  readonly expiredLeases: readonly { readonly sampleId: string; readonly action: "requeued" | "dead" }[];
  readonly enqueuedAgain: readonly string[];
  readonly finishedMeasurements: readonly string[];
  readonly closedBatches: readonly string[];
  readonly removedQueueJobs: readonly string[];
}

/**
 * Finds what a crash left half done, by leases and never by age, and repairs it. Any number may run at once.
 * Without an answer of the queue it does what the database alone allows.
 */
export async function reconcile(db: Db, queue: SampleQueue): Promise<ReconcileReport> {
  const expiredLeases = await releaseExpired(db);
  const finishedMeasurements = await finishLeftOpen(db);
  const closedBatches = await closeLeftOpen(db);
  const { enqueuedAgain, removedQueueJobs } = await mendQueue(db, queue).catch(() => ({
    enqueuedAgain: [],
    removedQueueJobs: [],
  }));
  return {
    at: new Date().toISOString(),
    expiredLeases,
    enqueuedAgain,
    finishedMeasurements,
    closedBatches,
    removedQueueJobs,
  };
}

async function releaseExpired(db: Db): Promise<ReconcileReport["expiredLeases"]> {
  return db.transaction(async (tx) => {
    const lost = await tx
      .select()
      .from(samples)
      .where(and(eq(samples.state, "running"), lt(samples.leaseUntil, sql`now()`)))
      .for("update", { skipLocked: true });
    const report: { sampleId: string; action: "requeued" | "dead" }[] = [];
    for (const sample of lost) {
      const isLast = sample.losses + 1 >= MAX_LOSSES;
      await tx
        .insert(attempts)
        .values({
          sampleId: sample.id,
          attempt: sample.attempt,
          outcome: "lost",
          message: "Its worker went away.",
        })
        .onConflictDoNothing();
      await tx
        .update(samples)
        .set({ losses: sample.losses + 1, leaseUntil: null, ...(isLast ? dead() : again(sample.attempt)) })
        .where(eq(samples.id, sample.id));
      report.push({ sampleId: sample.id, action: isLast ? "dead" : "requeued" });
    }
    if (lost.length > 0) await announce(tx, { kind: "queue", id: "leases" });
    return report;
  });
}

function again(attempt: number): Partial<typeof samples.$inferInsert> {
  return {
    state: "queued",
    attempt: attempt + 1,
    enqueuedAt: null,
    notBefore: null,
    workerId: null,
    startedAt: null,
  };
}

function dead(): Partial<typeof samples.$inferInsert> {
  return {
    state: "dead",
    finishedAt: new Date(),
    failureClass: "host",
    failureCode: "WORKER_LOST",
    failureMessage: `The worker went away ${MAX_LOSSES} times while it ran this sample.`,
  };
}

/** Measurements that nobody finished: their worker died after the last sample was written. */
async function finishLeftOpen(db: Db): Promise<readonly string[]> {
  const unfinished = db
    .select({ one: sql`1` })
    .from(samples)
    .where(and(eq(samples.measurementId, measurements.id), inArray(samples.state, ["queued", "running"])));
  const left = await db
    .select({ id: measurements.id })
    .from(measurements)
    .where(and(eq(measurements.state, "open"), not(exists(unfinished))))
    .limit(LOOK_AT_MOST);
  const finished: string[] = [];
  for (const { id } of left) if (await finishMeasurement(db, id)) finished.push(id);
  return finished;
}

async function closeLeftOpen(db: Db): Promise<readonly string[]> {
  const openOnes = db
    .select({ one: sql`1` })
    .from(measurements)
    .where(and(eq(measurements.batchId, batches.id), eq(measurements.state, "open")));
  const left = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.state, "open"), not(exists(openOnes))));
  const closed: string[] = [];
  for (const { id } of left) if (await db.transaction((tx) => closeBatch(tx, id))) closed.push(id);
  return closed;
}

async function mendQueue(db: Db, queue: SampleQueue) {
  const waiting = await queue.listWaiting(LOOK_AT_MOST);
  const enqueuedAgain = await forgetLostJobs(db, queue, new Set(waiting));
  await dispatch(db, queue);
  return { enqueuedAgain, removedQueueJobs: await removeOrphans(db, queue, waiting) };
}

/** Samples that the queue was told of and does not have: it lost its memory. They are told again. */
async function forgetLostJobs(
  db: Db,
  queue: SampleQueue,
  waiting: ReadonlySet<string>,
): Promise<readonly string[]> {
  const told = await db
    .select({ sampleId: samples.id, attempt: samples.attempt })
    .from(samples)
    .where(
      and(
        eq(samples.state, "queued"),
        isNotNull(samples.enqueuedAt),
        lt(samples.enqueuedAt, sql`now() - ${QUEUE_SLACK_MS} * interval '1 millisecond'`),
      ),
    )
    .orderBy(asc(samples.priority), asc(samples.position))
    .limit(LOOK_AT_MOST);
  // Asking for each takes a round trip, so only those are asked for that do not wait: they may be in a worker's hands.
  const missing = told.filter((job) => !waiting.has(jobIdOf(job)));
  const there = await queue.find(missing.map(jobIdOf));
  const lost = missing.filter((job) => !there.has(jobIdOf(job)));
  for (const { sampleId, attempt } of lost)
    await db
      .update(samples)
      .set({ enqueuedAt: null })
      .where(and(eq(samples.id, sampleId), eq(samples.attempt, attempt), eq(samples.state, "queued")));
  return lost.map(({ sampleId }) => sampleId);
}

/** Jobs whose sample is not waiting for them any more: cancelled, deleted or already on a later try. */
async function removeOrphans(
  db: Db,
  queue: SampleQueue,
  waitingIds: readonly string[],
): Promise<readonly string[]> {
  const waiting = waitingIds.flatMap((id) => parseJobId(id) ?? []);
  if (waiting.length === 0) return [];
  const rows = await db
    .select({ id: samples.id, attempt: samples.attempt })
    .from(samples)
    .where(
      and(
        inArray(
          samples.id,
          waiting.map(({ sampleId }) => sampleId),
        ),
        eq(samples.state, "queued"),
      ),
    );
  const wanted = new Set(rows.map(({ id, attempt }) => jobIdOf({ sampleId: id, attempt })));
  const orphans = waiting.map(jobIdOf).filter((id) => !wanted.has(id));
  for (const id of orphans) await queue.remove(id);
  return orphans;
}

function parseJobId(id: string): SampleJobData | null {
  const [, sampleId, attempt] = /^s-([0-9a-f-]{36})-(\d+)$/.exec(id) ?? [];
  return sampleId === undefined ? null : { sampleId, attempt: Number(attempt) };
}
