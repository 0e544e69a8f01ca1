import { and, eq, inArray, sql } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, measurements, samples } from "../database/schema/index.ts";

/**
 * Ends an open batch: what waits is cancelled, what runs is ended by its worker at its next sign of life. Finished
 * measurements stay. Returns false when it was not open any more.
 */
export async function cancelBatch(db: Db, batchId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const cancelled = await tx
      .update(batches)
      .set({ state: "cancelled", finishedAt: sql`now()` })
      .where(and(eq(batches.id, batchId), eq(batches.state, "open")))
      .returning({ id: batches.id });
    if (cancelled.length === 0) return false;
    const open = tx
      .select({ id: measurements.id })
      .from(measurements)
      .where(and(eq(measurements.batchId, batchId), eq(measurements.state, "open")));
    await tx
      .update(samples)
      .set({ state: "cancelled", finishedAt: sql`now()`, leaseUntil: null })
      .where(and(inArray(samples.measurementId, open), inArray(samples.state, ["queued", "running"])));
    await tx
      .update(measurements)
      .set({ state: "cancelled", finishedAt: sql`now()` })
      .where(and(eq(measurements.batchId, batchId), eq(measurements.state, "open")));
    await announce(tx, { kind: "batch", id: batchId });
    return true;
  });
}
