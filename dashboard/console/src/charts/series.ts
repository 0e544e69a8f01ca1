import type { Metric } from "../../../src/papers/metric.ts";
import type { Trend } from "../../../src/api/shapes/measuring.ts";

/** One measurement of a metric, or several that fall on the same pixels. Times in ms since the epoch. */
export interface ChartPoint {
  readonly at: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Samples behind it. */
  readonly samples: number;
  /** Measurements behind it; more than one once points were reduced. */
  readonly measurements: number;
  readonly noisy: boolean;
  readonly measurementId: string;
}

/** A metric's points of a trend; measurements without a value for it are left out. */
export function seriesOf(trend: Trend, metric: Metric): readonly ChartPoint[] {
  return trend.points.flatMap(({ measurementId, at, noisy, values }) => {
    const value = values[metric];
    if (value === undefined) return [];
    const { median, min, max, n } = value;
    return [{ at: Date.parse(at), median, min, max, samples: n, measurements: 1, noisy, measurementId }];
  });
}

/** Pieces of a line: it does not run over a measurement that has no result. */
export function splitAtGaps(
  points: readonly ChartPoint[],
  gaps: readonly number[],
): readonly (readonly ChartPoint[])[] {
  const pieces: ChartPoint[][] = [];
  let before = -Infinity;
  for (const point of points) {
    const isCut = gaps.some((gap) => gap > before && gap < point.at);
    const current = pieces.at(-1);
    if (current === undefined || isCut) pieces.push([point]);
    else current.push(point);
    before = point.at;
  }
  return pieces;
}
