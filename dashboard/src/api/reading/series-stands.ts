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
  readonly pageId: string;
  readonly profile: Profile;
  /** When its newest measurement with a result was finished. */
  readonly measuredAt: Date | null;
  /** Of that measurement. */
  readonly values: Readonly<Partial<Record<Metric, number>>>;
  /** Its newest measurement came to no result. */
  readonly hasFailed: boolean;
}

interface Row extends Record<string, unknown> {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile;
  readonly measuredAtMs: number | null;
  readonly values: SeriesStand["values"] | null;
  readonly hasFailed: boolean | null;
}

const shownList = sql.join(
  shownMetrics.map((metric) => sql`${metric}`),
  sql`, `,
);

/** Every enabled page under every profile of its site, in one statement. */
export async function readSeriesStands(db: Db): Promise<readonly SeriesStand[]> {
  // `is not null` lets the index on `finished_at` be read from its end, and `older` is looked up after a failure only:
  // this is where the overview spends its time.
  const { rows } = await db.execute<Row>(sql`
    select p.site_id as "siteId", p.id as "pageId", profile, newest.state <> 'done' as "hasFailed",
      (extract(epoch from case when newest.state = 'done' then newest.finished_at else older.finished_at end) * 1000)::float8
        as "measuredAtMs",
      (select json_object_agg(v.metric, v.median) from measurement_values v
        where v.measurement_id = case when newest.state = 'done' then newest.id else older.id end
          and v.metric in (${shownList})) as values
    from sites s
    join pages p on p.site_id = s.id and p.enabled
    cross join lateral jsonb_array_elements_text(s.profiles) as series (profile)
    left join lateral (
      select m.id, m.state, m.finished_at from measurements m
      where m.page_id = p.id and m.profile = series.profile and m.finished_at is not null
        and m.state in ('done', 'failed', 'inconclusive')
      order by m.finished_at desc limit 1
    ) newest on true
    left join lateral (
      select m.id, m.finished_at from measurements m
      where newest.state <> 'done' and m.page_id = p.id and m.profile = series.profile
        and m.finished_at is not null and m.state = 'done'
      order by m.finished_at desc limit 1
    ) older on true`);
  return rows.map(({ measuredAtMs, values, hasFailed, ...row }) => ({
    ...row,
    measuredAt: measuredAtMs === null ? null : new Date(measuredAtMs),
    values: values ?? {},
    hasFailed: hasFailed === true,
  }));
}
