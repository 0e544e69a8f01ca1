import { and, eq, inArray } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { anomalies } from "../database/schema/index.ts";
import { findAnomaly, hasRecovered, recoverySentence, verifyAnomaly } from "../judging/find-anomaly.ts";
import { enqueueNotifications } from "../notifying/enqueue-notifications.ts";
import type { Metric } from "../papers/metric.ts";
import { eventOf, type Judged } from "./judged.ts";
import { readPast } from "./read-past.ts";
import { startBatch } from "./start-batch.ts";

/** Those whose jumps are worth a word; the rest follows from them. */
const WATCHED: readonly Metric[] = [
  "performance",
  "fcp",
  "si",
  "lcp",
  "tbt",
  "cls",
  "ttfb",
  "bytes-total",
  "bytes-script",
  "requests",
  "third-parties",
];
const GOOD_POINTS_TO_RECOVER = 2;

type Anomaly = typeof anomalies.$inferSelect;

/** Looks for jumps in each watched series. True: something is suspected, and its page is measured once more. */
export async function judgeSeries(db: Db, judged: Judged): Promise<boolean> {
  const { measurement, page } = judged;
  const open = await db
    .select()
    .from(anomalies)
    .where(
      and(
        eq(anomalies.pageId, page.id),
        eq(anomalies.profile, measurement.profile),
        inArray(anomalies.state, ["suspected", "confirmed"]),
      ),
    )
    .for("update");
  const openByMetric = new Map(open.map((anomaly) => [anomaly.metric, anomaly]));
  const suspected: string[] = [];
  for (const metric of WATCHED) {
    const value = judged.measurement.spreads?.[metric]?.median;
    if (value === undefined) continue;
    const known = openByMetric.get(metric);
    if (known !== undefined) {
      if (known.state === "confirmed" && known.measurementId !== measurement.id)
        await followUp(db, judged, known, value);
    } else if (judged.batch.trigger !== "verification") {
      const id = await suspect(db, judged, metric, value);
      if (id !== null) suspected.push(id);
    }
  }
  if (suspected.length > 0) await startVerification(db, judged, suspected);
  return suspected.length > 0;
}

async function suspect(db: Db, judged: Judged, metric: Metric, value: number): Promise<string | null> {
  const { measurement, page } = judged;
  const { profile } = measurement;
  const past = await readPast(db, judged, metric);
  const found = findAnomaly({ metric, profile, past, value });
  if (found === null) return null;
  const { baseline, z, sentence } = found;
  const [row] = await db
    .insert(anomalies)
    .values({
      pageId: page.id,
      profile,
      metric,
      state: "suspected",
      measurementId: measurement.id,
      value,
      baseline,
      z,
      sentence,
    })
    .onConflictDoNothing()
    .returning({ id: anomalies.id });
  return row?.id ?? null;
}

async function startVerification(
  db: Db,
  { page, measurement }: Judged,
  ids: readonly string[],
): Promise<void> {
  const subject = { scope: "verification", pageId: page.id, profile: measurement.profile } as const;
  const started = await startBatch(db, { trigger: "verification", subject });
  if (started.outcome === "nothing-to-measure") return;
  await db
    .update(anomalies)
    .set({ verificationBatchId: started.batchId })
    .where(inArray(anomalies.id, [...ids]));
  for (const id of ids) await announce(db, { kind: "anomaly", id });
}

/** The repeated measurement is there: what was suspected is confirmed and told, or refuted in silence. */
export async function settleVerification(db: Db, judged: Judged, isUsable: boolean): Promise<void> {
  const waiting = await db
    .select()
    .from(anomalies)
    .where(and(eq(anomalies.verificationBatchId, judged.batch.id), eq(anomalies.state, "suspected")))
    .for("update");
  for (const anomaly of waiting) {
    const value = judged.measurement.spreads?.[anomaly.metric]?.median;
    if (!isUsable || value === undefined) {
      const sentence = "It could not be confirmed: the repeated measurement had no result.";
      await change(db, judged, anomaly, { state: "refuted", sentence }, false);
      continue;
    }
    const { state, sentence } = verifyAnomaly(anomaly, value);
    await change(db, judged, anomaly, { state, sentence }, state === "confirmed");
  }
}

async function followUp(db: Db, judged: Judged, anomaly: Anomaly, value: number): Promise<void> {
  if (!hasRecovered(anomaly, value)) {
    if (anomaly.goodPoints > 0)
      await db.update(anomalies).set({ goodPoints: 0 }).where(eq(anomalies.id, anomaly.id));
    return;
  }
  const goodPoints = anomaly.goodPoints + 1;
  if (goodPoints < GOOD_POINTS_TO_RECOVER) {
    await db.update(anomalies).set({ goodPoints }).where(eq(anomalies.id, anomaly.id));
    return;
  }
  await change(db, judged, anomaly, { state: "recovered", sentence: recoverySentence(anomaly, value) }, true);
}

async function change(
  db: Db,
  judged: Judged,
  anomaly: Anomaly,
  to: Pick<Anomaly, "state" | "sentence">,
  isNews: boolean,
): Promise<void> {
  await db
    .update(anomalies)
    .set({ ...to, changedAt: new Date() })
    .where(eq(anomalies.id, anomaly.id));
  await announce(db, { kind: "anomaly", id: anomaly.id });
  if (!isNews) return;
  const { metric, value } = anomaly;
  const event = eventOf(judged, { kind: "anomaly", previousState: anomaly.state, metric, value, ...to });
  await enqueueNotifications(db, event, judged.site.id);
}
