import { metrics, type Metric, type Profile } from "../papers/metric.ts";
import { compareSamples, type ComparisonVerdict, type MetricComparison } from "./compare-samples.ts";
import { formatSignedAmount } from "./format-value.ts";
import { listOf, nameOf } from "./metric-words.ts";

/** The values of all samples of a measurement, by metric. */
export type SampleValues = Readonly<Partial<Record<Metric, readonly number[]>>>;

export interface MeasurementComparison {
  /** One sentence over all metrics. */
  readonly verdict: string;
  /** Those that both sides have. */
  readonly metrics: readonly MetricComparison[];
}

const MOST_NAMED = 3;
/** What a sentence names first; the rest follows in its usual order. */
const importantFirst: readonly Metric[] = [
  "performance",
  "lcp",
  "tbt",
  "cls",
  "fcp",
  "si",
  "bytes-total",
  "third-parties",
];

/** Compares measurement `a` (before) with `b` (after) in every metric. */
export function compareMeasurements(
  a: SampleValues,
  b: SampleValues,
  profile: Profile,
): MeasurementComparison {
  const compared = metrics.flatMap((metric) => {
    const [before = [], after = []] = [a[metric], b[metric]];
    return before.length === 0 || after.length === 0 ? [] : [compareSamples(metric, before, after, profile)];
  });
  return { verdict: overallSentence(compared), metrics: compared };
}

function overallSentence(compared: readonly MetricComparison[]): string {
  if (compared.length === 0) return "The two have no metric in common.";
  const [worse, better] = [changesIn(compared, "worse"), changesIn(compared, "better")];
  if (worse !== null && better !== null) return `Worse in ${worse}; better in ${better}.`;
  if (worse !== null) return `Worse in ${worse}.`;
  if (better !== null) return `Better in ${better}.`;
  const open = compared.filter(({ verdict }) => verdict === "inconclusive");
  if (open.length > 0)
    return `No change is certain: more samples are needed to judge ${namesOf(open, nameOnly)}.`;
  return `No change that matters in any of ${compared.length} metrics.`;
}

function changesIn(compared: readonly MetricComparison[], wanted: ComparisonVerdict): string | null {
  const matching = compared.filter(({ verdict }) => verdict === wanted);
  return matching.length === 0 ? null : namesOf(matching, nameAndShift);
}

function namesOf(some: readonly MetricComparison[], write: (one: MetricComparison) => string): string {
  const names = some.toSorted((x, y) => rankOf(x.metric) - rankOf(y.metric)).map(write);
  if (names.length <= MOST_NAMED + 1) return listOf(names);
  return listOf([...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`]);
}

function nameOnly({ metric }: MetricComparison): string {
  return nameOf(metric);
}

function nameAndShift({ metric, shift }: MetricComparison): string {
  return `${nameOf(metric)} (${formatSignedAmount(metric, shift)})`;
}

function rankOf(metric: Metric): number {
  const rank = importantFirst.indexOf(metric);
  return rank === -1 ? importantFirst.length + metrics.indexOf(metric) : rank;
}
