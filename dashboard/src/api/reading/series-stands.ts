import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Metric, Profile } from "../../papers/metric.ts";

/** What the overview shows of every site. */
export const shownMetrics = [
  "performance",
  "accessibility",
  "best-practices",
  "seo",
  "lcp",
  "cls",
  "tbt",
] as const satisfies readonly Metric[];

/** One enabled page under one profile of its site, and how it stands now. */
export interface SeriesStand {
  readonly siteId: string;
  readonly profile: Profile;
  /** When its newest measurement with a result was finished. */
  readonly measuredAt: Date | null;
  readonly values: Readonly<Partial<Record<Metric, number>>>;
  /** The performance score of the newest measurement that is older than a week. */
  readonly earlierScore: number | null;
  /** Its newest measurement came to no result. */
  readonly hasFailed: boolean;
}

interface Row extends Record<string, unknown> {
  readonly siteId: string;
  readonly profile: Profile;
  readonly measuredAtMs: number | null;
  readonly values: SeriesStand["values"] | null;
  readonly earlierScore: number | null;
  readonly hasFailed: boolean | null;
}

const shownList = sql.join(
  shownMetrics.map((metric) => sql`${metric}`),
  sql`, `,
);

/** Every enabled page under every profile of its site, in one statement. */
export async function readSeriesStands(db: Db): Promise<readonly SeriesStand[]> {
  // `is not null` lets the index on `finished_at` be read from its end.
  const { rows } = await db.execute<Row>(sql`
    select p.site_id as "siteId", profile,
      (extract(epoch from done.finished_at) * 1000)::float8 as "measuredAtMs",
      newest.state <> 'done' as "hasFailed",
      (select json_object_agg(v.metric, v.median) from measurement_values v
        where v.measurement_id = done.id and v.metric in (${shownList})) as values,
      (select v.median from measurement_values v
        where v.page_id = p.id and v.profile = series.profile and v.metric = 'performance'
          and v.measured_at < now() - interval '7 days' and v.measurement_id <> done.id
        order by v.measured_at desc limit 1) as "earlierScore"
    from sites s
    join pages p on p.site_id = s.id and p.enabled
    cross join lateral jsonb_array_elements_text(s.profiles) as series (profile)
    left join lateral (
      select m.id, m.finished_at from measurements m
      where m.page_id = p.id and m.profile = series.profile and m.finished_at is not null and m.state = 'done'
      order by m.finished_at desc limit 1
    ) done on true
    left join lateral (
      select m.state from measurements m
      where m.page_id = p.id and m.profile = series.profile and m.finished_at is not null
        and m.state in ('done', 'failed', 'inconclusive')
      order by m.finished_at desc limit 1
    ) newest on true`);
  return rows.map(({ measuredAtMs, values, hasFailed, ...row }) => ({
    ...row,
    measuredAt: measuredAtMs === null ? null : new Date(measuredAtMs),
    values: values ?? {},
    hasFailed: hasFailed === true,
  }));
}
