import type { SampleResult } from "../papers/sample.ts";

type Measured = Pick<SampleResult, "values">;

/**
 * The sample that stands for all: the one nearest to the medians of FCP and TTI, in squared distance; of equally near
 * ones that with the smaller TTI. Its other metrics need not be near their medians.
 * @returns null when no sample has both metrics
 */
export function medianRun<Sample extends Measured>(samples: readonly Sample[]): Sample | null {
  const candidates = samples.flatMap((sample) => {
    const { fcp, tti } = sample.values;
    return fcp === undefined || tti === undefined ? [] : [{ sample, fcp, tti }];
  });
  const fcpMedian = median(candidates.map(({ fcp }) => fcp));
  const ttiMedian = median(candidates.map(({ tti }) => tti));
  const [nearest] = candidates
    .map((one) => ({ ...one, distance: (one.fcp - fcpMedian) ** 2 + (one.tti - ttiMedian) ** 2 }))
    .toSorted((a, b) => a.distance - b.distance || a.tti - b.tti);
  return nearest?.sample ?? null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}
