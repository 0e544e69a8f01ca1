import type { Span } from "./scale.ts";
import type { ChartPoint } from "./series.ts";

/**
 * At most one point per slot of the time axis, so that ten thousand measurements draw as fast as a hundred. A slot
 * keeps its extremes and the median of its medians; it stands at the measurement nearest to that.
 */
export function reducePoints(
  points: readonly ChartPoint[],
  [from, to]: Span,
  slots: number,
): readonly ChartPoint[] {
  if (points.length <= slots || slots < 1 || to <= from) return points;
  const bySlot = new Map<number, ChartPoint[]>();
  for (const point of points) {
    const slot = Math.min(slots - 1, Math.max(0, Math.floor(((point.at - from) / (to - from)) * slots)));
    const inSlot = bySlot.get(slot);
    if (inSlot === undefined) bySlot.set(slot, [point]);
    else inSlot.push(point);
  }
  return [...bySlot.values()].map(joinPoints);
}

function joinPoints(points: readonly ChartPoint[]): ChartPoint {
  const sorted = [...points].sort((a, b) => a.median - b.median);
  // The lower of the two middle ones: a measurement that exists, so that a click leads to what is shown.
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error("A slot has at least one point");
  return {
    ...middle,
    min: Math.min(...points.map(({ min }) => min)),
    max: Math.max(...points.map(({ max }) => max)),
    samples: points.reduce((sum, { samples }) => sum + samples, 0),
    measurements: points.length,
    noisy: points.every(({ noisy }) => noisy),
  };
}

/** The point that is nearest to a moment; points are in order. null: there are none. */
export function nearestIndex(points: readonly ChartPoint[], at: number): number | null {
  if (points.length === 0) return null;
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = points[low - 1];
  const found = points[low];
  return before !== undefined && found !== undefined && at - before.at < found.at - at ? low - 1 : low;
}
