import { and, desc, eq, gte, inArray, isNotNull, lt, ne, notExists, or, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { anomalies, batches, measurements } from "../database/schema/index.ts";
import { medianIn } from "../database/schema/metric-columns.ts";
import type { Metric } from "../papers/metric.ts";
import type { Judged } from "./judged.ts";

const PAST_POINTS = 30;

/**
 * Medians of the same series before this measurement, oldest first, as far back as Lighthouse and Chromium were of the
 * same majors. Left out: noisy ones, repeated ones, and those that were anomalies
 * themselves or came while one lasted.
 */
export async function readPast(
  db: Db,
  { measurement, page }: Judged,
  metric: Metric,
): Promise<readonly number[]> {
  const median = medianIn(sql`${measurements.spreads}`, metric);
  const rows = await db
    .select({
      median,
      lighthouse: measurements.lighthouseVersion,
      chromium: measurements.chromiumVersion,
    })
    .from(measurements)
    .innerJoin(batches, eq(batches.id, measurements.batchId))
    .where(
      and(
        eq(measurements.pageId, page.id),
        eq(measurements.profile, measurement.profile),
        isNotNull(median),
        lt(measurements.finishedAt, measurement.finishedAt ?? new Date()),
        ne(measurements.id, measurement.id),
        eq(measurements.noisy, false),
        ne(batches.trigger, "verification"),
        notExists(findAnomaly(db, metric)),
      ),
    )
    .orderBy(desc(measurements.finishedAt))
    .limit(PAST_POINTS);
  const versions = majors(measurement.lighthouseVersion, measurement.chromiumVersion);
  const end = rows.findIndex(({ lighthouse, chromium }) => majors(lighthouse, chromium) !== versions);
  return rows
    .slice(0, end === -1 ? undefined : end)
    .flatMap(({ median: value }) => value ?? [])
    .reverse();
}

function majors(...versions: readonly (string | null)[]): string {
  return versions.map((version) => /\d+/.exec(version ?? "")?.[0] ?? "?").join("/");
}

function findAnomaly(db: Db, metric: Metric) {
  return db
    .select({ one: sql`1` })
    .from(anomalies)
    .where(
      and(
        eq(anomalies.pageId, measurements.pageId),
        eq(anomalies.profile, measurements.profile),
        eq(anomalies.metric, metric),
        inArray(anomalies.state, ["suspected", "confirmed", "recovered"]),
        or(
          eq(anomalies.measurementId, measurements.id),
          and(
            gte(measurements.finishedAt, anomalies.createdAt),
            or(ne(anomalies.state, "recovered"), lt(measurements.finishedAt, anomalies.changedAt)),
          ),
        ),
      ),
    );
}
