import { linearScale, type Span } from "./scale.ts";

const WIDTH = 220;
const HEIGHT = 34;
const PADDING = 8;

interface DotStripProps {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly medians: readonly [a: number, b: number];
  readonly label: string;
}

/** Every sample of two sides on one scale: A above, B below, the medians as strokes. */
export function DotStrip({ a, b, medians, label }: DotStripProps) {
  const x = linearScale(spanOf([...a, ...b]), [PADDING, WIDTH - PADDING]);
  return (
    <svg
      className="dot-strip"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <line className="dot-strip__axis" x1={PADDING} x2={WIDTH - PADDING} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {a.map((value, index) => (
        <circle key={`a${index}`} className="dot-strip__a" cx={x(value)} cy="9" r="4" />
      ))}
      {b.map((value, index) => (
        <path key={`b${index}`} className="dot-strip__b" d={`M${x(value)} 20.4l4.6 4.6-4.6 4.6-4.6-4.6Z`} />
      ))}
      <line
        className="dot-strip__median dot-strip__median--a"
        x1={x(medians[0])}
        x2={x(medians[0])}
        y1="2"
        y2="16"
      />
      <line
        className="dot-strip__median dot-strip__median--b"
        x1={x(medians[1])}
        x2={x(medians[1])}
        y1="18"
        y2="32"
      />
    </svg>
  );
}

/** What is nearly the same must not look far apart. */
const SMALLEST_SHARE = 0.1;

function spanOf(values: readonly number[]): Span {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const missing = Math.max(0, high * SMALLEST_SHARE - (high - low)) / 2;
  return [low - missing, high + missing];
}
