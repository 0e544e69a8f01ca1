import { normalTail } from "./normal-tail.ts";
import { countRankSums, doubledRanks, total } from "./rank-sums.ts";

/** Up to here on both sides every way to deal out the values is counted. */
const EXACT_UP_TO = 10;

export interface MannWhitney {
  /** In how many pairs b is larger; equal pairs count one half. */
  readonly u: number;
  /** How likely a u as large as this is if both lists come from the same source. */
  readonly p: number;
  readonly method: "exact" | "normal";
}

/**
 * Whether `b` tends to be larger than `a`: the one-sided Mann–Whitney U test. Exact, also with equal values, up to ten
 * values on each side; above, the normal approximation with corrections for ties and continuity.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney {
  const ranks = doubledRanks([...a, ...b]);
  const rankSum = total(ranks.slice(a.length));
  const u = rankSum / 2 - (b.length * (b.length + 1)) / 2;
  if (Math.max(a.length, b.length) > EXACT_UP_TO) {
    return { u, p: normalP(u, { n: a.length, m: b.length, ranks }), method: "normal" };
  }
  return { u, p: exactP(ranks, b.length, rankSum), method: "exact" };
}

function exactP(ranks: readonly number[], size: number, rankSum: number): number {
  const ways = countRankSums(ranks, size);
  return total(ways.subarray(rankSum)) / total(ways);
}

interface Pooled {
  readonly n: number;
  readonly m: number;
  readonly ranks: readonly number[];
}

function normalP(u: number, { n, m, ranks }: Pooled): number {
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - tieTerm(ranks) / (all * (all - 1)));
  // Every value is the same: nothing could have come out otherwise.
  if (variance <= 0) return 1;
  return normalTail((u - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}

/** Σ t³ - t over the groups of t equal values, which share a rank. */
function tieTerm(ranks: readonly number[]): number {
  const groups = Map.groupBy(ranks, (rank) => rank);
  return total(groups.values().map(({ length: t }) => t ** 3 - t));
}
