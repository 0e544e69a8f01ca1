import { and, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import { anomalies, batches, measurements } from "../database/schema/index.ts";
import { judgeMeasurement, type JudgingParts } from "./judge-measurement.ts";

const AT_ONCE = 50;

/** Judges what was finished by somebody who died before judging it, and ends suspicions whose proof was cancelled. */
export async function judgeLeftOver(parts: JudgingParts): Promise<void> {
  const left = await parts.db
    .select({ id: measurements.id })
    .from(measurements)
    .where(
      and(
        inArray(measurements.state, ["done", "failed", "inconclusive"]),
        isNull(measurements.judgedAt),
        lt(measurements.finishedAt, sql`now() - interval '10 seconds'`),
        // Measurements that moved in from elsewhere are nobody's news.
        gt(measurements.finishedAt, sql`now() - interval '1 day'`),
      ),
    )
    .limit(AT_ONCE);
  for (const { id } of left) await judgeMeasurement(parts, id);
  await endUnproven(parts);
}

async function endUnproven({ db }: JudgingParts): Promise<void> {
  const ended = db.select({ id: batches.id }).from(batches).where(eq(batches.state, "cancelled"));
  const unproven = await db
    .update(anomalies)
    .set({
      state: "refuted",
      sentence: "It could not be confirmed: the repeated measurement was cancelled.",
      changedAt: new Date(),
    })
    .where(and(eq(anomalies.state, "suspected"), inArray(anomalies.verificationBatchId, ended)))
    .returning({ id: anomalies.id });
  for (const { id } of unproven) await announce(db, { kind: "anomaly", id });
}
