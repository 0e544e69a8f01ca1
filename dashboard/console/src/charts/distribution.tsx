import { describeMetric, type Metric } from "../../../src/papers/metric.ts";
import { formatValue } from "../../../src/judging/format-value.ts";
import { linearScale, type Scale, type Span } from "./scale.ts";

const WIDTH = 420;
const HEIGHT = 116;
const BASE = 84;
const PADDING = 16;
const DOT = 4.2;
/** Dots that would stand higher are drawn over each other. */
const MOST_HIGH = 7;

interface DistributionProps {
  readonly values: readonly number[];
  readonly metric: Metric;
  readonly limits: { readonly warn: number | null; readonly fail: number | null };
}

/** Values as stacked dots on one axis, with the limits across. */
export function Distribution({ values, metric, limits }: DistributionProps) {
  const lines = [limits.warn, limits.fail].filter((limit): limit is number => Number.isFinite(limit));
  const [from, to] = paddedSpan([...values, ...lines]);
  const x = linearScale([from, to], [PADDING, WIDTH - PADDING]);
  return (
    <svg
      className="distribution"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={labelOf(values, metric)}
    >
      <line className="distribution__axis" x1={PADDING} x2={WIDTH - PADDING} y1={BASE} y2={BASE} />
      {stackDots(values, x).map(({ value, left, level }, index) => (
        <circle
          key={index}
          className={`distribution__dot distribution__dot--${standOf(value, metric, limits)}`}
          cx={left}
          cy={BASE - DOT - 1 - level * (2 * DOT + 0.6)}
          r={DOT}
        />
      ))}
      <Limit at={limits.warn} level="warn" x={x} />
      <Limit at={limits.fail} level="fail" x={x} />
      <text x={PADDING} y={HEIGHT - 8}>
        {formatValue(metric, from)}
      </text>
      <text x={WIDTH - PADDING} y={HEIGHT - 8} textAnchor="end">
        {formatValue(metric, to)}
      </text>
    </svg>
  );
}

function Limit({
  at,
  level,
  x,
}: {
  readonly at: number | null;
  readonly level: "warn" | "fail";
  readonly x: Scale;
}) {
  if (at === null || !Number.isFinite(at)) return null;
  const isRight = x(at) > WIDTH / 2;
  return (
    <g className={`distribution__limit distribution__limit--${level}`}>
      <line x1={x(at)} x2={x(at)} y1={level === "warn" ? 22 : 8} y2={BASE + 6} />
      <text
        x={x(at) + (isRight ? -5 : 5)}
        y={level === "warn" ? 30 : 16}
        textAnchor={isRight ? "end" : "start"}
      >
        {level === "warn" ? "warning" : "exceeded"}
      </text>
    </g>
  );
}

/** Values that would overlap stand on top of each other. */
export function stackDots(values: readonly number[], x: Scale) {
  const heights = new Map<number, number>();
  return values
    .toSorted((a, b) => a - b)
    .map((value) => {
      const slot = Math.round(x(value) / (2 * DOT));
      const level = heights.get(slot) ?? 0;
      heights.set(slot, level + 1);
      return { value, left: slot * 2 * DOT, level: Math.min(level, MOST_HIGH) };
    });
}

function standOf(
  value: number,
  metric: Metric,
  { warn, fail }: DistributionProps["limits"],
): "pass" | "warn" | "fail" {
  const exceeds = (limit: number | null) =>
    limit !== null && (describeMetric(metric).better === "lower" ? value > limit : value < limit);
  if (exceeds(fail)) return "fail";
  return exceeds(warn) ? "warn" : "pass";
}

function paddedSpan(values: readonly number[]): Span {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low === high ? [Math.max(0, low * 0.9), high * 1.1 || 1] : [low, high];
}

function labelOf(values: readonly number[], metric: Metric): string {
  const low = formatValue(metric, Math.min(...values));
  return `${values.length} measurements of ${describeMetric(metric).label}, from ${low} to ${formatValue(metric, Math.max(...values))}`;
}
