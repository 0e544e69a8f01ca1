import { describeMetric, type Metric } from "../../../src/papers/metric.ts";
import type { Span } from "./scale.ts";
import type { ChartPoint } from "./series.ts";

const PADDING = 0.12;
/** A chart never shows less than this, or noise would look like a change. */
const SMALLEST = { score: 20, ms: 100, shift: 0.1, bytes: 1000, count: 5 } as const;
const SMALLEST_SHARE = 0.2;

/** What the value axis covers: all points, and lines (budgets) that are not far away from them. */
export function valueDomain(metric: Metric, points: readonly ChartPoint[], lines: readonly number[]): Span {
  const { unit } = describeMetric(metric);
  const low = Math.min(...points.map(({ min }) => min));
  const high = Math.max(...points.map(({ max }) => max));
  if (!Number.isFinite(low) || !Number.isFinite(high))
    return unit === "score" ? [0, 100] : [0, SMALLEST[unit]];
  const near = lines.filter(
    (line) => Math.abs(line - (low + high) / 2) <= 3 * Math.max(high - low, high * 0.25),
  );
  const [from, to] = widen(Math.min(low, ...near), Math.max(high, ...near), SMALLEST[unit]);
  return unit === "score" ? keepInside(from, to, 100) : keepInside(from, to, Infinity);
}

function widen(low: number, high: number, smallest: number): Span {
  const extent = Math.max(high - low, smallest, high * SMALLEST_SHARE);
  const rest = (extent - (high - low)) / 2;
  return [low - rest - extent * PADDING, high + rest + extent * PADDING];
}

/** Shifts a span so that it does not leave what a value can be. */
function keepInside(from: number, to: number, most: number): Span {
  const lifted: Span = from < 0 ? [0, Math.min(most, to - from)] : [from, to];
  if (lifted[1] <= most) return lifted;
  return [Math.max(0, lifted[0] - (lifted[1] - most)), most];
}
