import { and, eq, sql } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, measurements, pages, samples, sites, workers } from "../database/schema/index.ts";
import { fromNow } from "../database/sql-time.ts";
import type { Profile } from "../papers/metric.ts";
import type { SampleJobData } from "../queue/queue.ts";

/** A worker that says nothing for so long is taken for gone; it speaks every `LEASE_RENEW_MS`. */
export const LEASE_MS = 30_000;
export const LEASE_RENEW_MS = 2_000;

/** A sample that is this worker's to run. */
export interface ClaimedSample extends SampleJobData {
  readonly measurementId: string;
  readonly batchId: string;
  readonly pageId: string;
  readonly url: string;
  readonly origin: string;
  readonly profile: Profile;
  readonly headersEncrypted: string | null;
  readonly failures: number;
  readonly rejections: number;
}

/** Where a sample's page is, to wait for its turn before it is claimed; null when there is nothing left to do. */
export async function findOrigin(db: Db, job: SampleJobData): Promise<string | null> {
  const [row] = await db
    .select({ url: pages.url })
    .from(samples)
    .innerJoin(measurements, eq(measurements.id, samples.measurementId))
    .innerJoin(pages, eq(pages.id, measurements.pageId))
    .where(and(eq(samples.id, job.sampleId), eq(samples.attempt, job.attempt), eq(samples.state, "queued")));
  return row === undefined ? null : new URL(row.url).origin;
}

/**
 * Makes a delivered sample this worker's own. null: somebody else has it, it was cancelled, or the delivery is an
 * old one; there is nothing to do then.
 */
export async function claimSample(
  db: Db,
  job: SampleJobData,
  workerId: string,
): Promise<ClaimedSample | null> {
  return db.transaction(async (tx) => {
    const [taken] = await tx
      .update(samples)
      .set({
        state: "running",
        enqueuedAt: null,
        workerId,
        leaseUntil: fromNow(LEASE_MS),
        startedAt: sql`now()`,
      })
      .where(and(eq(samples.id, job.sampleId), eq(samples.attempt, job.attempt), eq(samples.state, "queued")))
      .returning({ id: samples.id, failures: samples.failures, rejections: samples.rejections });
    if (taken === undefined) return null;
    const [about] = await tx
      .select({
        measurementId: measurements.id,
        batchId: batches.id,
        pageId: pages.id,
        url: pages.url,
        profile: measurements.profile,
        headersEncrypted: sites.headersEncrypted,
      })
      .from(samples)
      .innerJoin(measurements, eq(measurements.id, samples.measurementId))
      .innerJoin(batches, eq(batches.id, measurements.batchId))
      .innerJoin(pages, eq(pages.id, measurements.pageId))
      .innerJoin(sites, eq(sites.id, pages.siteId))
      .where(eq(samples.id, job.sampleId));
    if (about === undefined) return null;
    await tx.update(workers).set({ sampleId: job.sampleId }).where(eq(workers.id, workerId));
    await announce(tx, { kind: "batch", id: about.batchId });
    return { ...job, ...about, origin: new URL(about.url).origin, ...taken };
  });
}

/** Says that the worker is still at it. False: the sample was cancelled or taken away, and is to be ended. */
export async function renewLease(db: Db, job: SampleJobData, workerId: string): Promise<boolean> {
  const renewed = await db
    .update(samples)
    .set({ leaseUntil: fromNow(LEASE_MS) })
    .where(
      and(
        eq(samples.id, job.sampleId),
        eq(samples.attempt, job.attempt),
        eq(samples.state, "running"),
        eq(samples.workerId, workerId),
      ),
    )
    .returning({ id: samples.id });
  return renewed.length > 0;
}
