import { metrics, type MetricValues } from "../papers/metric.ts";
import type { Spread, Spreads } from "../papers/spread.ts";

/** Sums up at least one value; throws a RangeError for none, as there is no number that stands for nothing. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    n: values.length,
    median: median(values),
    mad: mad(values),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** Sums up every metric that a sample has a value of. */
export function spreadsOf(samples: readonly MetricValues[]): Spreads {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const values = samples.flatMap((each) => each[metric] ?? []);
      return values.length === 0 ? [] : [[metric, spreadOf(values)]];
    }),
  );
}

/** The middle value; between the two middle ones, halfway. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError("No values, no median");
  // Not (lower + upper) / 2: equal values give themselves, whatever their last bit.
  return lower === upper ? lower : lower + (upper - lower) / 2;
}

/** Median absolute deviation from the median, not scaled. */
export function mad(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}
