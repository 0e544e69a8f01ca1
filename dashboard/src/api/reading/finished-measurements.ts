import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Metric, Profile } from "../../papers/metric.ts";
import type { Trigger } from "../../papers/states.ts";

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** What a metric came to in one measurement. */
export interface MetricSpread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
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
  readonly values: Readonly<Partial<Record<Metric, MetricSpread>>>;
}

interface Row extends Omit<FinishedMeasurement, "at" | "values">, Record<string, unknown> {
  readonly atMs: number;
  readonly values: FinishedMeasurement["values"] | null;
}

/** Measurements of a page and profile that ended in a period, oldest first, with every metric, in one statement. */
export async function readFinishedMeasurements(
  db: Db,
  { pageId, profile, from, to }: Period & { readonly pageId: string; readonly profile: Profile },
): Promise<readonly FinishedMeasurement[]> {
  const { rows } = await db.execute<Row>(sql`
    select m.id as "measurementId", (extract(epoch from m.finished_at) * 1000)::float8 as "atMs", m.state, m.noisy, b.trigger,
      m.failure, m.lighthouse_version as "lighthouseVersion", m.chromium_version as "chromiumVersion",
      (select json_object_agg(v.metric, json_build_object('median', v.median, 'min', v.min, 'max', v.max, 'n', v.n))
        from measurement_values v where v.measurement_id = m.id) as values
    from measurements m
    join batches b on b.id = m.batch_id
    where m.page_id = ${pageId} and m.profile = ${profile} and m.state in ('done', 'failed', 'inconclusive')
      and m.finished_at between ${from.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz
    order by m.finished_at, m.id`);
  return rows.map(({ atMs, values, ...row }) => ({ ...row, at: new Date(atMs), values: values ?? {} }));
}
