/** Maps a number of one span into another; `to` may be below `from` (y grows downwards). */
export type Scale = (value: number) => number;

export type Span = readonly [from: number, to: number];

/** A linear scale. A span without extent maps to its target's middle. */
export function linearScale([from, to]: Span, [start, end]: Span): Scale {
  if (from === to) return () => (start + end) / 2;
  const factor = (end - start) / (to - from);
  return (value) => start + (value - from) * factor;
}

/** Round numbers (1, 2 or 5 times a power of ten) inside a span, about as many as wanted. */
export function niceTicks([from, to]: Span, wanted: number): readonly number[] {
  const rough = (to - from) / Math.max(1, wanted);
  if (!(rough > 0) || !Number.isFinite(rough)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.99) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => withoutDust((first + index) * step));
}

/** 0.30000000000000004 is 0.3 for a reader. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(12));
}
