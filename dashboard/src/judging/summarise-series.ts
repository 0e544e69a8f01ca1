import type { Metric, Profile } from "../papers/metric.ts";
import { median } from "../statistics/spread.ts";
import { isRelative } from "./describe-change.ts";
import { formatAmount, formatPair, formatShare, formatValue } from "./format-value.ts";
import { countOf, nameOf } from "./metric-words.ts";
import { practicalFloor, reachesFloor } from "./practical-floors.ts";

export interface SeriesOfTime {
  readonly metric: Metric;
  readonly profile: Profile;
  /** As in "30 days". */
  readonly period: string;
  /** One a measurement, oldest first. */
  readonly values: readonly number[];
}

/** Fewer have no direction that is worth a word. */
const FEWEST_FOR_DIRECTION = 6;

/** A chart in one sentence, for those who do not see it. */
export function summariseSeries({ metric, profile, period, values }: SeriesOfTime): string {
  const title = `${nameOf(metric)}, ${profile}, ${period}`;
  if (values.length === 0) return `${title}: no measurements.`;
  const count = countOf(values.length, "measurement");
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const middle = formatValue(metric, median(values));
  if (values.length === 1) return `${title}: ${middle}, ${count}.`;
  if (formatValue(metric, low) === formatValue(metric, high)) return `${title}: always ${middle}, ${count}.`;
  const parts = [
    `median ${middle}`,
    ...direction(metric, values),
    `between ${formatPair(metric, low, high)}`,
    count,
  ];
  return `${title}: ${parts.join(", ")}.`;
}

/** The last third against the first: "down 8 %". */
function direction(metric: Metric, values: readonly number[]): string[] {
  if (values.length < FEWEST_FOR_DIRECTION) return [];
  const third = Math.floor(values.length / 3);
  const before = median(values.slice(0, third));
  const change = median(values.slice(-third)) - before;
  if (!reachesFloor(change, practicalFloor(metric, before))) return ["steady"];
  const size =
    isRelative(metric) && before !== 0 ? formatShare(change / before) : formatAmount(metric, change);
  return [`${change > 0 ? "up" : "down"} ${size}`];
}
