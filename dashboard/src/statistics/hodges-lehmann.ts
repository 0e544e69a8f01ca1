import { countRankSums, total } from "./rank-sums.ts";
import { median } from "./spread.ts";

const CONFIDENCE = 0.95;
// A probability that equals the limit but for its last bits reaches it.
const ROUNDING = 1e-12;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** By how much `b` is shifted against `a` (Hodges–Lehmann): the median of all differences b - a. */
export function shiftOf(a: readonly number[], b: readonly number[]): number {
  return median(differences(a, b));
}

/**
 * Where the true shift lies with this confidence, from the exact distribution of U (R's `wilcox.test`); wider than
 * needed if values are equal. null: there are too few values for such an interval. For lists of up to some hundred values.
 */
export function shiftInterval(
  a: readonly number[],
  b: readonly number[],
  confidence = CONFIDENCE,
): Interval | null {
  const outside = uQuantile(a.length, b.length, (1 - confidence) / 2);
  const sorted = differences(a, b).sort((x, y) => x - y);
  const low = sorted[outside - 1];
  const high = sorted[sorted.length - outside];
  return low === undefined || high === undefined ? null : { low, high };
}

/** The smallest u that U does not exceed with at least this probability, for n and m values without ties. */
function uQuantile(n: number, m: number, probability: number): number {
  const ranks = Array.from({ length: n + m }, (_, index) => 2 * (index + 1));
  const ways = countRankSums(ranks, m);
  const enough = (probability - ROUNDING) * total(ways);
  const smallest = m * (m + 1);
  let u = 0;
  for (let sum = ways[smallest] ?? 0; sum < enough; sum += ways[smallest + 2 * u] ?? 0) u += 1;
  return u;
}

function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.flatMap((before) => b.map((after) => after - before));
}
