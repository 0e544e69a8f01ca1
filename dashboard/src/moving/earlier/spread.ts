import type { Spread } from "../../papers/spread.ts";

/** Of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const median = medianOf(values);
  return {
    n: values.length,
    median,
    mad: medianOf(values.map((value) => Math.abs(value - median))),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
