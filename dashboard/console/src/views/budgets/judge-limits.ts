import { describeMetric, type Metric } from "../../../../src/papers/metric.ts";

export interface Limits {
  readonly warn: number | null;
  readonly fail: number | null;
}

/** What is wrong with limits before they are sent, by field; empty: nothing. */
export function judgeLimits(
  metric: Metric,
  { warn, fail }: Limits,
): Readonly<Partial<Record<keyof Limits, string>>> {
  if (warn === null && fail === null) return { fail: "One of the two limits is needed" };
  if (isBad(warn)) return { warn: "This is not a number of 0 or more" };
  if (isBad(fail)) return { fail: "This is not a number of 0 or more" };
  if (warn !== null && fail !== null && !isMet(metric, warn, fail)) {
    const isLower = describeMetric(metric).better === "lower";
    return { fail: `This limit must not be ${isLower ? "below" : "above"} the one for the warning` };
  }
  return {};
}

/** How many values meet a limit; one that is equal does. */
export function countMet(metric: Metric, values: readonly number[], limit: number): number {
  return values.filter((value) => isMet(metric, value, limit)).length;
}

function isMet(metric: Metric, value: number, limit: number): boolean {
  return describeMetric(metric).better === "lower" ? value <= limit : value >= limit;
}

function isBad(limit: number | null): boolean {
  return limit !== null && !(limit >= 0 && Number.isFinite(limit));
}
