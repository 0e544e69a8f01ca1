import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Profile } from "../../papers/metric.ts";
import { median } from "../../statistics/spread.ts";
import type { OverviewSite } from "../shapes/overview.ts";

const DAYS = 30;
const DAY_SECONDS = 24 * 60 * 60;

type Sparkline = OverviewSite["profiles"][number]["sparkline"];

/** The scores of one page under one profile, and when in seconds since 1970: two lists of one length. */
interface PageScores extends Record<string, unknown> {
  readonly siteId: string;
  readonly profile: Profile;
  readonly times: readonly number[] | null;
  readonly scores: readonly number[] | null;
}

interface Day {
  last: number;
  readonly scores: number[];
}

/** Of every site and profile the performance score by day (UTC): the median over what was measured on it. */
export async function readSparklines(db: Db): Promise<(siteId: string, profile: Profile) => Sparkline> {
  // Grouped by page here and by day there: a sort for each of the 12,000 days of 200 sites is slower by far.
  const { rows } = await db.execute<PageScores>(sql`
    select p.site_id as "siteId", profile, of_page.times, of_page.scores
    from sites s
    join pages p on p.site_id = s.id and p.enabled
    cross join lateral jsonb_array_elements_text(s.profiles) as series (profile)
    cross join lateral (
      select array_to_json(array_agg(extract(epoch from v.measured_at)::int8)) as times,
        array_to_json(array_agg(v.median)) as scores
      from measurement_values v
      where v.page_id = p.id and v.profile = series.profile and v.metric = 'performance'
        and v.measured_at > now() - ${DAYS} * interval '1 day'
    ) of_page`);
  const bySeries = Map.groupBy(rows, ({ siteId, profile }) => keyOf(siteId, profile));
  return (siteId, profile) => drawDays(bySeries.get(keyOf(siteId, profile)) ?? []);
}

function keyOf(siteId: string, profile: Profile): string {
  return `${siteId} ${profile}`;
}

function drawDays(pages: readonly PageScores[]): Sparkline {
  const days = new Map<number, Day>();
  for (const { times, scores } of pages)
    for (const [index, time] of (times ?? []).entries()) addScore(days, time, scores?.[index]);
  return [...days]
    .sort(([first], [second]) => first - second)
    .map(([, { last, scores }]) => ({ at: new Date(last * 1000).toISOString(), value: median(scores) }));
}

function addScore(days: Map<number, Day>, time: number, score: number | undefined): void {
  if (score === undefined) return;
  const number = Math.floor(time / DAY_SECONDS);
  const day = days.get(number);
  if (day === undefined) {
    days.set(number, { last: time, scores: [score] });
    return;
  }
  day.last = Math.max(day.last, time);
  day.scores.push(score);
}
