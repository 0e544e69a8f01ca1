const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_MIN = 60;

/** What stands where there is no value. Zero is a value. */
export const ABSENT = "–";

/** How long something takes, as a person says it: "40 s", "12 min", "1 h 5 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < MINUTE_S) return `${seconds} s`;
  // Rounded before it is split, or 59.9 minutes would be sixty of them.
  const minutes = Math.round(seconds / MINUTE_S);
  if (minutes < HOUR_MIN) return `${minutes} min`;
  const rest = minutes % HOUR_MIN;
  const hours = `${Math.floor(minutes / HOUR_MIN)} h`;
  return rest === 0 ? hours : `${hours} ${rest} min`;
}

/** "1 sample", "3 samples". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** A share of one in whole percent; the absence of it as a dash. */
export function formatShare(share: number | null): string {
  return share === null ? ABSENT : `${Math.round(share * 100)} %`;
}

/** With its sign, a real minus, and ±0 for nothing. */
export function formatSigned(value: number): string {
  if (value === 0) return "±0";
  return `${value > 0 ? "+" : "−"}${Math.abs(value)}`;
}

const byteUnits = ["B", "kB", "MB", "GB", "TB"] as const;

/** Sizes that are no metric of a page (the database, a report), in powers of 1000. */
export function formatSize(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${byteUnits[power] ?? "B"}`;
}
