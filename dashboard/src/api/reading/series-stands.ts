import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { medianIn } from "../../database/schema/metric-columns.ts";
import type { Metric, MetricValues, Profile } from "../../papers/metric.ts";

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
  readonly values: MetricValues;
  /** Its newest measurement came to no result. */
  readonly hasFailed: boolean;
}

interface Row extends Record<string, unknown> {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile;
  readonly measuredAtMs: number | null;
  /** In the order of `shownMetrics`. */
  readonly medians: readonly (number | null)[];
  readonly hasFailed: boolean | null;
}

const shownMedians = sql.join(
  shownMetrics.map((metric) => medianIn(sql`with_result.spreads`, metric)),
  sql`, `,
);

/** Every enabled page under every profile of its site, in one statement. */
export async function readSeriesStands(db: Db): Promise<readonly SeriesStand[]> {
  // `is not null` lets the index on `finished_at` be read from its end, and `older` is looked up after a failure only:
  // this is where the overview spends its time.
  const { rows } = await db.execute<Row>(sql`
    select p.site_id as "siteId", p.id as "pageId", profile, newest.state <> 'done' as "hasFailed",
      (extract(epoch from with_result.finished_at) * 1000)::float8 as "measuredAtMs", array[${shownMedians}] as medians
    from sites s
    join pages p on p.site_id = s.id and p.enabled
    cross join lateral jsonb_array_elements_text(s.profiles) as series (profile)
    left join lateral (
      select m.state, m.finished_at, m.spreads from measurements m
      where m.page_id = p.id and m.profile = series.profile and m.finished_at is not null
        and m.state in ('done', 'failed', 'inconclusive')
      order by m.finished_at desc limit 1
    ) newest on true
    left join lateral (
      select newest.finished_at, newest.spreads where newest.state = 'done'
      union all
      (select m.finished_at, m.spreads from measurements m
        where newest.state <> 'done' and m.page_id = p.id and m.profile = series.profile
          and m.finished_at is not null and m.state = 'done'
        order by m.finished_at desc limit 1)
    ) with_result on true`);
  return rows.map(({ measuredAtMs, medians, hasFailed, ...row }) => ({
    ...row,
    measuredAt: measuredAtMs === null ? null : new Date(measuredAtMs),
    values: Object.fromEntries(
      shownMetrics.flatMap((metric, place) => {
        const median = medians[place] ?? null;
        return median === null ? [] : [[metric, median]];
      }),
    ),
    hasFailed: hasFailed === true,
  }));
}
