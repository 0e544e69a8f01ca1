import { describeMetric, type Metric, type Profile } from "../papers/metric.ts";
import { formatAmount, formatShare, formatValue } from "./format-value.ts";
import { bandChange, nameOf } from "./metric-words.ts";

export interface Change {
  readonly metric: Metric;
  readonly profile: Profile;
  readonly from: number;
  readonly to: number;
  /** Of the sign of the change; need not be to - from where both are medians. */
  readonly by: number;
}

/** "LCP rose by 800 ms (38 %) to 2.9 s, no longer good", without a full stop. */
export function describeChange({ metric, profile, from, to, by }: Change): string {
  const band = bandChange(metric, profile, from, to);
  const size = `${formatAmount(metric, by)}${shareOf(metric, from, by)}`;
  const end = band === null ? "" : `, ${band}`;
  return `${nameOf(metric)} ${by > 0 ? "rose" : "fell"} by ${size} to ${formatValue(metric, to)}${end}`;
}

/** Whether people think of changes of a metric in percent. */
export function isRelative(metric: Metric): boolean {
  const { unit } = describeMetric(metric);
  return unit === "ms" || unit === "bytes";
}

/** Whether a change of a metric is for the worse. */
export function isWorse(metric: Metric, change: number): boolean {
  return describeMetric(metric).better === "lower" ? change > 0 : change < 0;
}

function shareOf(metric: Metric, from: number, by: number): string {
  return isRelative(metric) && from !== 0 ? ` (${formatShare(by / from)})` : "";
}
