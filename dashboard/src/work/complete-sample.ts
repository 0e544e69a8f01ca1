import { and, eq, inArray } from "drizzle-orm";
import { packJson } from "../base/json-blob.ts";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { attempts, reports, samples, workers } from "../database/schema/index.ts";
import { fromNow } from "../database/sql-time.ts";
import type { HostReading, SampleFailure, SampleOutcome, SampleResult } from "../papers/sample.ts";
import type { ClaimedSample } from "./claim-sample.ts";
import { retryDelayMs } from "./retry-delay.ts";

export const MAX_RETRIES = 3;
export const MAX_REJECTIONS = 2;
const REJECTED_DELAY_MS = 5_000;

export type Completion =
  /** It counts. */
  | "done"
  /** The host was disturbed, it is done again. */
  | "rejected"
  | "retried"
  /** The site's fault: final. */
  | "failed"
  /** Out of tries. */
  | "dead"
  /** Back in the queue, no try counted. */
  | "returned"
  /** Somebody cancelled it or took it away meanwhile; nothing was written. */
  | "not-ours";

/**
 * Writes what came of a claimed sample, once: the row must still be this worker's. `isDisturbed` is what the host
 * checks said of a measured one.
 */
export async function completeSample(
  db: Db,
  claimed: ClaimedSample,
  workerId: string,
  outcome: SampleOutcome,
  isDisturbed: boolean,
): Promise<Completion> {
  const documents = outcome.kind === "measured" ? await packDocuments(outcome.result) : [];
  return db.transaction(async (tx) => {
    const [mine] = await tx
      .select({ id: samples.id })
      .from(samples)
      .where(
        and(
          eq(samples.id, claimed.sampleId),
          eq(samples.attempt, claimed.attempt),
          eq(samples.state, "running"),
          eq(samples.workerId, workerId),
        ),
      )
      .for("update");
    await tx.update(workers).set({ sampleId: null }).where(eq(workers.id, workerId));
    if (mine === undefined) return "not-ours";
    const completion = await write(tx, claimed, outcome, isDisturbed);
    if (completion === "done")
      for (const document of documents)
        await tx
          .insert(reports)
          .values({ sampleId: claimed.sampleId, ...document })
          .onConflictDoNothing();
    if (completion === "failed") await cancelSiblings(tx, claimed);
    await announce(tx, { kind: "batch", id: claimed.batchId });
    return completion;
  });
}

async function write(
  db: Db,
  claimed: ClaimedSample,
  outcome: SampleOutcome,
  isDisturbed: boolean,
): Promise<Completion> {
  if (outcome.kind === "aborted") {
    await noteAttempt(db, claimed, outcome.host, { outcome: "returned" });
    await queueAgain(db, claimed, 0, {});
    return "returned";
  }
  if (outcome.kind === "failed") return writeFailure(db, claimed, outcome.failure, outcome);
  if (isDisturbed && claimed.rejections < MAX_REJECTIONS) {
    await noteAttempt(db, claimed, outcome.host, { outcome: "rejected" });
    await queueAgain(db, claimed, REJECTED_DELAY_MS, { rejections: claimed.rejections + 1 });
    return "rejected";
  }
  await writeResult(db, claimed, outcome, isDisturbed);
  return "done";
}

async function writeResult(
  db: Db,
  claimed: ClaimedSample,
  outcome: Extract<SampleOutcome, { kind: "measured" }>,
  isDisturbed: boolean,
): Promise<void> {
  const { values, warnings, lighthouseVersion, chromiumVersion } = outcome.result;
  await db
    .update(samples)
    .set({
      ...finished(outcome.host, outcome.durationMs),
      state: "done",
      noisy: isDisturbed,
      values,
      warnings,
      lighthouseVersion,
      chromiumVersion,
      failureClass: null,
      failureCode: null,
      failureMessage: null,
    })
    .where(eq(samples.id, claimed.sampleId));
}

async function writeFailure(
  db: Db,
  claimed: ClaimedSample,
  failure: SampleFailure,
  { host, durationMs }: { readonly host: HostReading; readonly durationMs: number },
): Promise<Completion> {
  const { class: failureClass, code, message } = failure;
  await noteAttempt(db, claimed, host, { outcome: "failed", failureClass, code, message });
  const failures = claimed.failures + 1;
  const said = { failures, failureClass, failureCode: code, failureMessage: message };
  if (failureClass !== "permanent" && failures <= MAX_RETRIES) {
    await queueAgain(db, claimed, retryDelayMs(failures), said);
    return "retried";
  }
  const state = failureClass === "permanent" ? "failed" : "dead";
  await db
    .update(samples)
    .set({ ...finished(host, durationMs), ...said, state })
    .where(eq(samples.id, claimed.sampleId));
  return state;
}

function finished(host: HostReading, durationMs: number) {
  return {
    finishedAt: new Date(),
    durationMs: Math.round(durationMs),
    leaseUntil: null,
    ...host,
  };
}

async function queueAgain(
  db: Db,
  claimed: ClaimedSample,
  delayMs: number,
  change: Partial<typeof samples.$inferInsert>,
): Promise<void> {
  await db
    .update(samples)
    .set({
      ...change,
      state: "queued",
      attempt: claimed.attempt + 1,
      enqueuedAt: null,
      notBefore: fromNow(delayMs),
      workerId: null,
      leaseUntil: null,
      startedAt: null,
    })
    .where(eq(samples.id, claimed.sampleId));
}

async function noteAttempt(
  db: Db,
  { sampleId, attempt }: ClaimedSample,
  host: HostReading,
  note: Omit<typeof attempts.$inferInsert, "sampleId" | "attempt">,
): Promise<void> {
  await db
    .insert(attempts)
    .values({ sampleId, attempt, ...host, ...note })
    .onConflictDoNothing();
}

/** A page that is not there for one sample is not there for the others: they are spared. */
async function cancelSiblings(db: Db, { measurementId }: ClaimedSample): Promise<void> {
  await db
    .update(samples)
    .set({ state: "cancelled", finishedAt: new Date() })
    .where(and(eq(samples.measurementId, measurementId), inArray(samples.state, ["queued"])));
}

async function packDocuments(result: SampleResult) {
  const parts = [
    { kind: "lighthouse", text: result.report },
    { kind: "details", text: JSON.stringify(result.details) },
    { kind: "filmstrip", text: JSON.stringify(result.filmstrip) },
  ] as const;
  return Promise.all(parts.map(async ({ kind, text }) => ({ kind, body: await packJson(text) })));
}
