import type { Metric, Profile } from "../../papers/metric.ts";
import { median } from "../../statistics/spread.ts";
import type { OverviewSite } from "../shapes/overview.ts";
import type { RecentScores } from "./recent-scores.ts";
import { scoreChangeOf } from "./score-change.ts";
import { shownMetrics, type SeriesStand } from "./series-stands.ts";
import { drawSparkline } from "./sparkline.ts";

/** How a site stands under a profile: its pages as one. */
export function describeProfileStand(
  profile: Profile,
  ofSite: readonly SeriesStand[],
  recentScores: RecentScores,
  now: Date,
): OverviewSite["profiles"][number] {
  const pages = ofSite
    .filter((stand) => stand.profile === profile)
    .map((stand) => ({
      ...stand,
      recent: recentScores(stand.pageId, profile),
      now: stand.values.performance,
    }));
  const times = pages.flatMap(({ measuredAt }) => measuredAt?.getTime() ?? []);
  return {
    profile,
    measuredAt: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
    values: mediansOf(pages),
    scoreChange: scoreChangeOf(pages, now),
    sparkline: drawSparkline(pages.map(({ recent }) => recent)),
  };
}

function mediansOf(pages: readonly SeriesStand[]): Partial<Record<Metric, number>> {
  return Object.fromEntries(
    shownMetrics.flatMap((metric) => {
      const values = pages.flatMap((page) => page.values[metric] ?? []);
      return values.length === 0 ? [] : [[metric, median(values)]];
    }),
  );
}
