import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { medianIn } from "../../database/schema/metric-columns.ts";
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
    select distinct on (m.page_id, m.profile)
      m.page_id as "pageId", m.profile, m.id as "measurementId", ${medianOf(scope)} as value
    from measurements m
    where ${covers(scope)}
    order by m.page_id, m.profile, m.finished_at desc`);
  return rows;
}

/** The newest values of all series together, oldest first. */
export async function readLastValues(
  db: Db,
  scope: SeriesScope,
  howMany: number,
): Promise<readonly number[]> {
  const { rows } = await db.execute<{ readonly value: number }>(sql`
    select ${medianOf(scope)} as value
    from measurements m
    where ${covers(scope)}
    order by m.finished_at desc
    limit ${howMany}`);
  return rows.map(({ value }) => value).reverse();
}

function medianOf({ metric }: SeriesScope) {
  return medianIn(sql`m.spreads`, metric);
}

function covers(scope: SeriesScope) {
  const { siteId, pageId, profile } = scope;
  const ofPage = pageId === null ? sql`true` : sql`m.page_id = ${pageId}`;
  const ofProfile = profile === null ? sql`true` : sql`m.profile = ${profile}`;
  return sql`m.page_id in (select id from pages where site_id = ${siteId} and enabled)
    and (select profiles ? m.profile from sites where id = ${siteId})
    and ${ofPage} and ${ofProfile} and ${medianOf(scope)} is not null and not m.noisy`;
}
