// Makes the MAD of normally distributed values their standard deviation.
const MAD_TO_SIGMA = 1.4826;
// Old values that hardly differ do not make every new one unusual.
const LEAST_SHARE = 0.015;

export interface Baseline {
  readonly median: number;
  /** Median absolute deviation, not scaled. */
  readonly mad: number;
}

/**
 * How many usual deviations a value lies above (or, negative, below) a baseline; a deviation is at least `floor`.
 * Infinite only if nothing varied around 0 and the floor is 0 too.
 */
export function robustZ(value: number, { median, mad }: Baseline, floor: number): number {
  const difference = value - median;
  return difference === 0
    ? 0
    : difference / Math.max(MAD_TO_SIGMA * mad, LEAST_SHARE * Math.abs(median), floor);
}
