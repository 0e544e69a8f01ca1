import { bandOf, describeMetric, type Metric, type Profile } from "../papers/metric.ts";

const knownByLetters: ReadonlySet<Metric> = new Set(["fcp", "lcp", "tbt", "cls", "tti", "ttfb"]);

/** What a sentence calls a metric: "LCP", but "Speed Index" and "Script bytes". */
export function nameOf(metric: Metric): string {
  const { short, label } = describeMetric(metric);
  return knownByLetters.has(metric) ? short : label;
}

/** The form of a verb that goes with a metric's name: LCP "is", Requests "are". */
export function verbFor(metric: Metric, one: string, many: string): string {
  const { unit } = describeMetric(metric);
  return unit === "bytes" || unit === "count" || metric === "best-practices" ? many : one;
}

/** "1 sample", "3 samples". */
export function countOf(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** "LCP", "LCP and TBT", "LCP, TBT and CLS". */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** What a change of band means: "no longer good", "now poor", "now good", "no longer poor"; null: still the same band. */
export function bandChange(metric: Metric, profile: Profile, from: number, to: number): string | null {
  const [before, after] = [bandOf(metric, profile, from), bandOf(metric, profile, to)];
  if (before === after) return null;
  return after === "average" ? `no longer ${before ?? ""}` : `now ${after ?? ""}`;
}
