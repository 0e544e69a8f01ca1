import { and, eq, ne } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, measurements, samples } from "../database/schema/index.ts";
import { spreadColumns } from "../database/schema/metric-columns.ts";
import { finishMeasurement } from "./finish-measurement.ts";

type Sample = typeof samples.$inferSelect;

const unfinished = {
  finishedAt: null,
  failure: null,
  judgedAt: null,
  representativeSampleId: null,
  ...spreadColumns(null),
};

/** Tries a given-up sample anew. Its measurement and batch are opened again, unless a newer batch of the same is open. */
export async function retrySample(
  db: Db,
  sampleId: string,
): Promise<"queued" | "not-given-up" | "newer-batch-open"> {
  return db.transaction(async (tx) => {
    const dead = await lockDead(tx, sampleId);
    if (dead === null) return "not-given-up";
    const batchId = await reopenBatch(tx, dead);
    if (batchId === null) return "newer-batch-open";
    await tx
      .update(measurements)
      .set({ state: "open", ...unfinished })
      .where(eq(measurements.id, dead.measurementId));
    await tx.update(samples).set(fresh(dead)).where(eq(samples.id, sampleId));
    await announce(tx, { kind: "batch", id: batchId });
    return "queued";
  });
}

/** Drops a given-up sample from the list; its measurement stands as it is. */
export async function discardSample(db: Db, sampleId: string): Promise<"discarded" | "not-given-up"> {
  const dead = await db.transaction(async (tx) => {
    const found = await lockDead(tx, sampleId);
    if (found === null) return null;
    await tx.update(samples).set({ state: "failed" }).where(eq(samples.id, sampleId));
    await announce(tx, { kind: "queue", id: sampleId });
    return found;
  });
  if (dead === null) return "not-given-up";
  await finishMeasurement(db, dead.measurementId);
  return "discarded";
}

async function reopenBatch(db: Db, dead: Sample): Promise<string | null> {
  const [batch] = await db
    .select({ id: batches.id, subject: batches.subject })
    .from(batches)
    .innerJoin(measurements, eq(measurements.batchId, batches.id))
    .where(eq(measurements.id, dead.measurementId));
  if (batch === undefined) return null;
  const [newer] = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.subject, batch.subject), eq(batches.state, "open"), ne(batches.id, batch.id)));
  if (newer !== undefined) return null;
  await db.update(batches).set({ state: "open", finishedAt: null }).where(eq(batches.id, batch.id));
  return batch.id;
}

function fresh(dead: Sample): Partial<typeof samples.$inferInsert> {
  return {
    state: "queued",
    attempt: dead.attempt + 1,
    failures: 0,
    losses: 0,
    enqueuedAt: null,
    notBefore: null,
    finishedAt: null,
    failureClass: null,
    failureCode: null,
    failureMessage: null,
  };
}

async function lockDead(db: Db, sampleId: string): Promise<Sample | null> {
  const [dead] = await db
    .select()
    .from(samples)
    .where(and(eq(samples.id, sampleId), eq(samples.state, "dead")))
    .for("update");
  return dead ?? null;
}
