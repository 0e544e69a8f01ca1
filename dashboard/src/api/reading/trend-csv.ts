import { metrics } from "../../papers/metric.ts";
import type { Trend } from "../shapes/measuring.ts";

/** One row a measurement: time, profile, trigger, number of samples, then the median of every metric. RFC 4180. */
export function writeTrendCsv({ profile, points }: Pick<Trend, "profile" | "points">): string {
  const head = ["time", "profile", "trigger", "n", ...metrics];
  const rows = points.map(({ at, trigger, values }) => {
    const counts = Object.values(values).map(({ n }) => n);
    const n = counts.length === 0 ? null : Math.max(...counts);
    return [at, profile, trigger, n, ...metrics.map((metric) => values[metric]?.median ?? null)];
  });
  return [head, ...rows].map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

/** A name for the file that any system takes. */
export function nameTrendFile({ page, profile, from, to }: Trend): string {
  const label = page.label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const parts = ["trend", label, profile, from.slice(0, 10), to.slice(0, 10)];
  return `${parts.filter((part) => part !== "").join("-")}.csv`;
}

/** What is absent stays empty, since 0 is a value. */
function writeCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = disarm(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Spreadsheets run text that begins like a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
function disarm(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
