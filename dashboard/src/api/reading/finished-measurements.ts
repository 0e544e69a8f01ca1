import { and, asc, between, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { batches, measurements } from "../../database/schema/index.ts";
import type { Profile } from "../../papers/metric.ts";
import type { Spreads } from "../../papers/spread.ts";
import type { Trigger } from "../../papers/states.ts";

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface FinishedMeasurement {
  readonly measurementId: string;
  readonly at: Date;
  readonly state: "done" | "failed" | "inconclusive";
  readonly noisy: boolean;
  readonly trigger: Trigger;
  readonly failure: string | null;
  readonly lighthouseVersion: string | null;
  readonly chromiumVersion: string | null;
  /** null: it has no result. */
  readonly spreads: Spreads | null;
}

/** Measurements of a page and profile that ended in a period, oldest first, with every metric, in one statement. */
export async function readFinishedMeasurements(
  db: Db,
  { pageId, profile, from, to }: Period & { readonly pageId: string; readonly profile: Profile },
): Promise<readonly FinishedMeasurement[]> {
  return db
    .select({
      measurementId: measurements.id,
      at: sql<Date>`${measurements.finishedAt}`.mapWith(measurements.finishedAt),
      state: sql<FinishedMeasurement["state"]>`${measurements.state}`,
      noisy: measurements.noisy,
      trigger: batches.trigger,
      failure: measurements.failure,
      lighthouseVersion: measurements.lighthouseVersion,
      chromiumVersion: measurements.chromiumVersion,
      spreads: measurements.spreads,
    })
    .from(measurements)
    .innerJoin(batches, eq(batches.id, measurements.batchId))
    .where(
      and(
        eq(measurements.pageId, pageId),
        eq(measurements.profile, profile),
        inArray(measurements.state, ["done", "failed", "inconclusive"]),
        between(measurements.finishedAt, from, to),
      ),
    )
    .orderBy(asc(measurements.finishedAt), asc(measurements.id));
}
