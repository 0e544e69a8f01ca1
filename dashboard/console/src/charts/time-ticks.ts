import type { Span } from "./scale.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface Step {
  readonly unit: "hour" | "day" | "month";
  readonly count: number;
}

const steps: readonly (Step & { readonly aboutMs: number })[] = [
  ...[1, 2, 3, 6, 12].map((count) => ({ unit: "hour" as const, count, aboutMs: count * HOUR_MS })),
  ...[1, 2, 4, 7, 14].map((count) => ({ unit: "day" as const, count, aboutMs: count * DAY_MS })),
  ...[1, 2, 3, 6, 12].map((count) => ({ unit: "month" as const, count, aboutMs: count * 30 * DAY_MS })),
];

/** Full hours, days or months of the reader's own zone, at most as many as wanted. */
export function timeTicks([from, to]: Span, wanted: number): readonly number[] {
  const step = steps.find(({ aboutMs }) => (to - from) / aboutMs <= wanted) ?? { unit: "month", count: 12 };
  const ticks: number[] = [];
  for (let at = firstBefore(from, step); at.getTime() <= to; at = after(at, step)) {
    if (at.getTime() >= from) ticks.push(at.getTime());
  }
  return ticks;
}

function firstBefore(from: number, { unit }: Step): Date {
  const at = new Date(from);
  at.setHours(0, 0, 0, 0);
  if (unit === "month") at.setMonth(0, 1);
  return at;
}

// By the calendar, not by adding milliseconds: days are 23 or 25 hours long when clocks change.
function after(at: Date, { unit, count }: Step): Date {
  const next = new Date(at);
  if (unit === "hour") next.setHours(next.getHours() + count);
  else if (unit === "day") next.setDate(next.getDate() + count);
  else next.setMonth(next.getMonth() + count);
  // An hour that the clock repeats would otherwise be stepped into for ever.
  return next > at ? next : new Date(at.getTime() + HOUR_MS);
}
