import { bandOf, type Metric, type MetricValues, type Profile } from "../papers/metric.ts";
import type { MeasurementState } from "../papers/states.ts";
import { formatValue } from "./format-value.ts";
import { countOf, nameOf } from "./metric-words.ts";

export interface MeasurementResult {
  readonly state: MeasurementState;
  readonly profile: Profile;
  /** The host was disturbed and stayed so. */
  readonly noisy: boolean;
  /** In a sentence, why it has no result. */
  readonly failure: string | null;
  readonly samples: { readonly wanted: number; readonly valid: number };
  /** Medians. */
  readonly values: MetricValues;
}

const named: readonly Metric[] = ["lcp", "tbt", "cls"];

/** What came of a measurement. */
export function measurementVerdict(result: MeasurementResult): string {
  const { wanted, valid } = result.samples;
  const some = `${valid} of ${countOf(wanted, "sample")}`;
  switch (result.state) {
    case "open":
      return `${some} ${valid === 1 ? "is" : "are"} done.`;
    case "done":
      return doneSentence(result);
    case "inconclusive":
      return `Only ${some} succeeded, too few for a result${reasonOf(result)}.`;
    case "failed":
      return `No sample succeeded${reasonOf(result)}.`;
    case "cancelled":
      return `Cancelled after ${some}.`;
  }
}

function doneSentence({ profile, noisy, samples, values }: MeasurementResult): string {
  const timings = named.flatMap((metric) => {
    const value = values[metric];
    return value === undefined ? [] : [`${nameOf(metric)} ${formatValue(metric, value)}`];
  });
  const numbers = [scoreWords(profile, values.performance), timings.join(", ")].filter((part) => part !== "");
  const count = countOf(samples.valid, "sample");
  if (numbers.length === 0)
    return `Measured, but without a value of ${named.map(nameOf).join(", ")}, from ${count}.`;
  const doubt = noisy ? "; the host was busy with other work, so it counts for no budget or anomaly" : "";
  return `${numbers.join(": ")}, from ${count}${doubt}.`;
}

function scoreWords(profile: Profile, score: number | undefined): string {
  if (score === undefined) return "No score";
  const band = bandOf("performance", profile, score);
  return `${nameOf("performance")} ${formatValue("performance", score)}${band === null ? "" : ` (${band})`}`;
}

/** The failure is a sentence of its own; here it ends one. */
function reasonOf({ failure }: MeasurementResult): string {
  return failure === null ? "" : `: ${failure.replace(/\.$/, "")}`;
}
