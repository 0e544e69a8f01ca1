const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, sizeMs: number, belowMs: number])[] = [
  ["minute", MINUTE_MS, 90 * MINUTE_MS],
  ["hour", HOUR_MS, 36 * HOUR_MS],
  ["day", DAY_MS, 60 * DAY_MS],
  ["month", 30.4 * DAY_MS, 548 * DAY_MS],
  ["year", 365.25 * DAY_MS, Infinity],
];

/** "3 hours ago", "in 5 minutes". The words are English like the rest of the console. */
export function formatRelative(at: string, nowMs: number): string {
  const distance = new Date(at).getTime() - nowMs;
  if (Math.abs(distance) < MINUTE_MS) return distance > 0 ? "in a moment" : "just now";
  const [unit, sizeMs] = steps.find(([, , belowMs]) => Math.abs(distance) < belowMs) ?? ["year", DAY_MS];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round(distance / sizeMs), unit);
}

/** Date and time in the reader's own locale and zone. */
export function formatMoment(at: string | number): string {
  return new Date(at).toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** The same with its zone, for titles. */
export function formatMomentWithZone(at: string): string {
  return new Date(at).toLocaleString(undefined, {
    dateStyle: "full",
    timeStyle: "long",
  });
}

/** A tick of a time axis: hours where a day is shown, days otherwise. */
export function formatAxisMoment(atMs: number, spanMs: number): string {
  const at = new Date(atMs);
  if (spanMs <= 2 * DAY_MS) return at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (spanMs <= 200 * DAY_MS) return at.toLocaleDateString(undefined, { day: "numeric", month: "short" });
  return at.toLocaleDateString(undefined, { month: "short", year: "2-digit" });
}
