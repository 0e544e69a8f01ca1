import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Metric, Profile } from "../../papers/metric.ts";

/** Series of one metric; null stands for every page, or every profile, of the site. */
export interface SeriesScope {
  readonly siteId: string;
  readonly pageId: string | null;
  readonly profile: Profile | null;
  readonly metric: Metric;
}

export interface NewestValue extends Record<string, unknown> {
  readonly pageId: string;
  readonly profile: Profile;
  readonly measurementId: string;
  readonly value: number;
}

/** Of each series its value in the newest measurement that judges something: one with a result, and not noisy. */
export async function readNewestValues(db: Db, scope: SeriesScope): Promise<readonly NewestValue[]> {
  const { rows } = await db.execute<NewestValue>(sql`
    select distinct on (v.page_id, v.profile)
      v.page_id as "pageId", v.profile, v.measurement_id as "measurementId", v.median as value
    from measurement_values v
    join measurements m on m.id = v.measurement_id
    where ${covers(scope)}
    order by v.page_id, v.profile, v.measured_at desc`);
  return rows;
}

/** The newest values of all series together, oldest first. */
export async function readLastValues(
  db: Db,
  scope: SeriesScope,
  howMany: number,
): Promise<readonly number[]> {
  const { rows } = await db.execute<{ readonly value: number }>(sql`
    select v.median as value
    from measurement_values v
    join measurements m on m.id = v.measurement_id
    where ${covers(scope)}
    order by v.measured_at desc
    limit ${howMany}`);
  return rows.map(({ value }) => value).reverse();
}

function covers({ siteId, pageId, profile, metric }: SeriesScope) {
  const ofPage = pageId === null ? sql`true` : sql`v.page_id = ${pageId}`;
  const ofProfile = profile === null ? sql`true` : sql`v.profile = ${profile}`;
  return sql`v.page_id in (select id from pages where site_id = ${siteId} and enabled)
    and (select profiles ? v.profile from sites where id = ${siteId})
    and ${ofPage} and ${ofProfile} and v.metric = ${metric} and not m.noisy`;
}
