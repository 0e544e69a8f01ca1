import { useMemo } from "react";
import { linearScale } from "./scale.ts";

const WIDTH = 96;
const HEIGHT = 26;
const PADDING = 3;
/** A sparkline never shows less than this many points of a score, or noise would look like a change. */
const SMALLEST = 20;

interface SparklineProps {
  readonly values: readonly { readonly at: string; readonly value: number }[];
  /** Whose they are. */
  readonly label: string;
}

/** Thirty days of scores, at the size of a word. */
export function Sparkline({ values, label }: SparklineProps) {
  const path = useMemo(() => sparkPath(values), [values]);
  const first = values[0];
  const last = values.at(-1);
  if (first === undefined || last === undefined || path === null) return null;
  return (
    <svg
      className="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${label}, 30 days: from ${Math.round(first.value)} to ${Math.round(last.value)}`}
    >
      <path d={path.line} />
      <circle cx={path.end[0]} cy={path.end[1]} r="2.4" />
    </svg>
  );
}

function sparkPath(values: SparklineProps["values"]) {
  const points = values.map(({ at, value }) => [Date.parse(at), value] as const);
  const times = points.map(([at]) => at);
  const scores = points.map(([, value]) => value);
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2;
  const half = Math.max(SMALLEST, Math.max(...scores) - Math.min(...scores)) / 2;
  const x = linearScale([Math.min(...times), Math.max(...times)], [PADDING, WIDTH - PADDING]);
  const y = linearScale([middle - half, middle + half], [HEIGHT - PADDING, PADDING]);
  const drawn = points.map(([at, value]) => [x(at).toFixed(1), y(value).toFixed(1)] as const);
  const end = drawn.at(-1);
  return end === undefined ? null : { line: `M${drawn.map((point) => point.join(" ")).join("L")}`, end };
}
