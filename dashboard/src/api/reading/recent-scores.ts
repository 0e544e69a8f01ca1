import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Profile } from "../../papers/metric.ts";

const DAYS = 30;

/** Performance scores and when each was measured, in ms since 1970: two lists of one length, oldest first. */
export interface ScoreHistory {
  readonly times: readonly number[];
  readonly scores: readonly number[];
}

/** The scores of a page under a profile. */
export type RecentScores = (pageId: string, profile: Profile) => ScoreHistory;

const NONE: ScoreHistory = { times: [], scores: [] };

interface Row extends Record<string, unknown> {
  readonly pageId: string;
  readonly profile: Profile;
  /** null: there are none. */
  readonly times: readonly number[] | null;
  readonly scores: readonly number[] | null;
}

/** The performance scores of every enabled page over thirty days, in one statement that reads one index alone. */
export async function readRecentScores(db: Db): Promise<RecentScores> {
  const { rows } = await db.execute<Row>(sql`
    select p.id as "pageId", profile, of_page.times, of_page.scores
    from sites s
    join pages p on p.site_id = s.id and p.enabled
    cross join lateral jsonb_array_elements_text(s.profiles) as series (profile)
    cross join lateral (
      select array_to_json(array_agg((date_part('epoch', m.finished_at) * 1000)::int8)) as times,
        array_to_json(array_agg(m.performance)) as scores
      from (
        select finished_at, performance from measurements
        where page_id = p.id and profile = series.profile and performance is not null
          and finished_at > now() - ${DAYS} * interval '1 day'
        order by finished_at
      ) m
    ) of_page`);
  const histories = new Map(
    rows.map(({ pageId, profile, times, scores }) => [
      `${pageId} ${profile}`,
      { times: times ?? [], scores: scores ?? [] },
    ]),
  );
  return (pageId, profile) => histories.get(`${pageId} ${profile}`) ?? NONE;
}
