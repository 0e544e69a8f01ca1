import type { Metric, MetricValues } from "../../papers/metric.ts";

/** What one row of the earlier system holds, by its column. */
export type StoredValues = Readonly<Record<(typeof storedColumns)[number], unknown>>;

/** Columns with values that have a place here, or that tell whether another is real. */
export const storedColumns = [
  "performance",
  "accessibility",
  "bestPractices",
  "seo",
  "fcp",
  "si",
  "lcp",
  "tbt",
  "cls",
  "tti",
  "ttfb",
  "pageLoadTime",
  "pageSize",
  "requests",
  "themeAssetSize",
] as const;

/** Why a stored value is not taken over. */
export const dropReasons = {
  "tti-invented": "TTI stored as FCP + 3 s, which nobody measured",
  "scores-invented":
    "accessibility, best practices, SEO and requests stored as 0 because they were not measured",
  "load-time": "page load time, which was a copy of the Speed Index",
  "page-size-invented": "page size stored as a copy of the theme asset size",
  "zero-for-missing": "0 stored where there was no value",
  unreadable: "not a number, or below 0",
} as const;

export type DropReason = keyof typeof dropReasons;

export interface ConvertedValues {
  /** In the units of papers/metric.ts. */
  readonly values: MetricValues;
  readonly dropped: readonly DropReason[];
}

const INVENTED_TTI_S = 3;
const ROUNDING_S = 0.000_5;
/**
 * The workers divided TTFB by 1000, the older path did not, into the same column. Nothing answers in less than 30 ms
 * through PageSpeed Insights, and nothing that takes 30 s is answered at all, so the size tells which of them wrote.
 */
const TTFB_SECONDS_BELOW = 30;

const times = { fcp: "fcp", si: "si", lcp: "lcp" } as const;
const unmeasured = { accessibility: "accessibility", bestPractices: "best-practices", seo: "seo" } as const;

/** Corrects units and leaves out what was never measured. */
export function convertValues(stored: StoredValues): ConvertedValues {
  const values: Partial<Record<Metric, number>> = {};
  const dropped: DropReason[] = [];
  const take = (metric: Metric, value: unknown, convert: (known: number) => number | DropReason) => {
    if (value === null || value === undefined) return;
    const known = toNumber(value);
    const converted = known === null || known < 0 ? "unreadable" : convert(known);
    if (typeof converted === "string") dropped.push(converted);
    else values[metric] = converted;
  };
  for (const [column, metric] of Object.entries(times))
    take(metric, stored[column as keyof typeof times], (seconds) => nonZero(toMs(seconds)));
  take("tti", stored.tti, (seconds) => convertTti(seconds, toNumber(stored.fcp)));
  take("ttfb", stored.ttfb, (time) => nonZero(time < TTFB_SECONDS_BELOW ? toMs(time) : time));
  // A perfect page has 0 here.
  take("tbt", stored.tbt, (milliseconds) => milliseconds);
  take("cls", stored.cls, (shift) => shift);
  take("performance", stored.performance, (score) =>
    score === 0 && (values.fcp === undefined || values.lcp === undefined) ? "zero-for-missing" : score,
  );
  const invented = areInvented(stored);
  for (const [column, metric] of Object.entries(unmeasured))
    take(metric, stored[column as keyof typeof unmeasured], (score) =>
      invented ? "scores-invented" : score,
    );
  take("requests", stored.requests, (count) => (invented ? "scores-invented" : nonZero(count)));
  take("bytes-total", stored.pageSize, (bytes) => convertSize(bytes, toNumber(stored.themeAssetSize)));
  if (stored.pageLoadTime !== null && stored.pageLoadTime !== undefined) dropped.push("load-time");
  return { values, dropped };
}

function convertTti(seconds: number, fcp: number | null): number | DropReason {
  if (fcp !== null && Math.abs(seconds - fcp - INVENTED_TTI_S) < ROUNDING_S) return "tti-invented";
  return nonZero(toMs(seconds));
}

function convertSize(bytes: number, themeAssetSize: number | null): number | DropReason {
  return bytes > 0 && bytes === themeAssetSize ? "page-size-invented" : nonZero(bytes);
}

/** All of the four that are there are 0. The median of zeros was stored as nothing, so some may be missing. */
function areInvented({ accessibility, bestPractices, seo, requests }: StoredValues): boolean {
  return [accessibility, bestPractices, seo, requests].every((value) => (toNumber(value) ?? 0) === 0);
}

/** To the microsecond, since 1.005 × 1000 is not 1005 in floating point. */
function toMs(seconds: number): number {
  return Math.round(seconds * 1_000_000) / 1000;
}

function nonZero(value: number): number | DropReason {
  return value === 0 ? "zero-for-missing" : value;
}

function toNumber(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
