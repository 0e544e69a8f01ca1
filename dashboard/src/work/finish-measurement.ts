import { and, count, eq, inArray, ne, sql } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, measurements, reports, samples } from "../database/schema/index.ts";
import { spreadColumns } from "../database/schema/metric-columns.ts";
import { medianRun } from "../measuring/median-run.ts";
import type { MeasurementState } from "../papers/states.ts";
import { spreadsOf } from "../statistics/spread.ts";

/** Fewer valid samples than this share of those wanted make a measurement inconclusive. */
const VALID_SHARE = 0.6;

type Measurement = typeof measurements.$inferSelect;
type Sample = typeof samples.$inferSelect;

/**
 * Publishes a measurement whose samples have all come to an end: spreads, the representative run, its state; closes
 * its batch with the last one. Does nothing when samples are still to come or somebody else has done it.
 */
export async function finishMeasurement(db: Db, measurementId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockBatchOf(tx, measurementId);
    const [open] = await tx
      .select()
      .from(measurements)
      .where(and(eq(measurements.id, measurementId), eq(measurements.state, "open")))
      .for("update");
    if (open === undefined) return false;
    const all = await tx.select().from(samples).where(eq(samples.measurementId, measurementId));
    if (all.some(({ state }) => state === "queued" || state === "running")) return false;
    await publish(tx, open, all);
    await announce(tx, { kind: "measurement", id: measurementId });
    await closeBatch(tx, open.batchId);
    return true;
  });
}

/** First of all, as whoever cancels does: locks that are taken in one order never wait for each other. */
async function lockBatchOf(db: Db, measurementId: string): Promise<void> {
  const its = db
    .select({ id: measurements.batchId })
    .from(measurements)
    .where(eq(measurements.id, measurementId));
  await db.select({ id: batches.id }).from(batches).where(inArray(batches.id, its)).for("update");
}

async function publish(db: Db, measurement: Measurement, all: readonly Sample[]): Promise<void> {
  const valid = all.filter(({ state, values }) => state === "done" && values !== null);
  const state = stateOf(measurement, all, valid);
  const representative = medianRun(valid.map(({ id, values }) => ({ id, values: values ?? {} })))?.id ?? null;
  await db
    .update(measurements)
    .set({
      state,
      finishedAt: new Date(),
      ...spreadColumns(state === "done" ? spreadsOf(valid.map(({ values }) => values ?? {})) : null),
      representativeSampleId: representative,
      noisy: valid.some(({ noisy }) => noisy),
      lighthouseVersion: valid[0]?.lighthouseVersion ?? null,
      chromiumVersion: valid[0]?.chromiumVersion ?? null,
      failure: describeFailure(state, measurement, all, valid),
    })
    .where(eq(measurements.id, measurement.id));
  await keepReportOf(db, measurement.id, representative);
}

function stateOf(
  measurement: Measurement,
  all: readonly Sample[],
  valid: readonly Sample[],
): MeasurementState {
  if (valid.length >= measurement.samplesWanted * VALID_SHARE) return "done";
  if (all.some(({ state }) => state === "failed" || state === "dead"))
    return valid.length === 0 ? "failed" : "inconclusive";
  return "cancelled";
}

function describeFailure(
  state: MeasurementState,
  measurement: Measurement,
  all: readonly Sample[],
  valid: readonly Sample[],
): string | null {
  if (state === "done" || state === "cancelled") return null;
  const message = all.find(
    ({ failureMessage, state: each }) => failureMessage !== null && each !== "done",
  )?.failureMessage;
  if (state === "failed") return message ?? "No sample came to a result.";
  return `Only ${valid.length} of ${measurement.samplesWanted} samples came to a result. ${message ?? ""}`.trim();
}

async function keepReportOf(db: Db, measurementId: string, sampleId: string | null): Promise<void> {
  const others = db
    .select({ id: samples.id })
    .from(samples)
    .where(
      and(eq(samples.measurementId, measurementId), sampleId === null ? undefined : ne(samples.id, sampleId)),
    );
  await db.delete(reports).where(inArray(reports.sampleId, others));
}

/** With its last measurement a batch is done. */
export async function closeBatch(db: Db, batchId: string): Promise<boolean> {
  // Two measurements that finish at once would each see the other as open; the row's lock puts them in order.
  await db.select({ id: batches.id }).from(batches).where(eq(batches.id, batchId)).for("update");
  const [open] = await db
    .select({ count: count() })
    .from(measurements)
    .where(and(eq(measurements.batchId, batchId), eq(measurements.state, "open")));
  if ((open?.count ?? 0) > 0) return false;
  const closed = await db
    .update(batches)
    .set({ state: "done", finishedAt: sql`now()` })
    .where(and(eq(batches.id, batchId), eq(batches.state, "open")))
    .returning({ id: batches.id });
  await announce(db, { kind: "batch", id: batchId });
  return closed.length > 0;
}
