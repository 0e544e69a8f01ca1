import { median } from "../../statistics/spread.ts";
import type { ScoreHistory } from "./recent-scores.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** A page's score of now and those of the last month. */
export interface PageScores {
  readonly now: number | undefined;
  readonly measuredAt: Date | null;
  readonly recent: ScoreHistory;
}

/**
 * By how much the median over pages changed since the newest measurements that are older than a week. Over the pages that
 * have both: one that was added since must not look like a change. null: no page has.
 */
export function scoreChangeOf(pages: readonly PageScores[], now: Date): number | null {
  const weekAgo = now.getTime() - WEEK_MS;
  const pairs = pages.flatMap(({ now: score, measuredAt, recent }) => {
    if (score === undefined || measuredAt === null) return [];
    // A measurement is no change against itself.
    const end = Math.min(weekAgo, measuredAt.getTime());
    const before = recent.scores[recent.times.findLastIndex((atMs) => atMs < end)];
    return before === undefined ? [] : [{ score, before }];
  });
  if (pairs.length === 0) return null;
  return median(pairs.map(({ score }) => score)) - median(pairs.map(({ before }) => before));
}
