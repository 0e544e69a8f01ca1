import { median } from "../../statistics/spread.ts";
import type { OverviewSite } from "../shapes/overview.ts";
import type { ScoreHistory } from "./recent-scores.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

type Sparkline = OverviewSite["profiles"][number]["sparkline"];

interface Day {
  lastMs: number;
  readonly scores: number[];
}

/** One point a day (UTC), oldest first: the median of what was measured on it, at the time of the last of it. */
export function drawSparkline(pages: readonly ScoreHistory[]): Sparkline {
  // Twelve thousand days of 200 sites: objects for each score would be felt.
  const days = new Map<number, Day>();
  for (const { times, scores } of pages)
    for (const [index, atMs] of times.entries()) addScore(days, atMs, scores[index]);
  return [...days.values()]
    .sort((first, second) => first.lastMs - second.lastMs)
    .map(({ lastMs, scores }) => ({ at: new Date(lastMs).toISOString(), value: median(scores) }));
}

function addScore(days: Map<number, Day>, atMs: number, score: number | undefined): void {
  if (score === undefined) return;
  const number = Math.floor(atMs / DAY_MS);
  const day = days.get(number);
  if (day === undefined) {
    days.set(number, { lastMs: atMs, scores: [score] });
    return;
  }
  day.lastMs = Math.max(day.lastMs, atMs);
  day.scores.push(score);
}
