import type { Metric, Profile } from "../papers/metric.ts";
import { shiftInterval } from "../statistics/hodges-lehmann.ts";
import { describeChange, isWorse } from "./describe-change.ts";
import { formatAmount, formatValue } from "./format-value.ts";
import { countOf, nameOf, verbFor } from "./metric-words.ts";
import { reachesFloor } from "./practical-floors.ts";

/** What two sets of samples show of a metric. */
export interface Evidence {
  readonly metric: Metric;
  readonly profile: Profile;
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Medians. */
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  /** null: too few samples for a test. */
  readonly p: number | null;
  readonly delta: number;
  readonly few: boolean;
  /** The smallest change that matters. */
  readonly floor: number;
}

export type Outcome = "changed" | "same" | "undecided";

/** From so many floors on, samples that are too few are worth a guess. */
const FLOORS_FOR_GUESS = 3;
const SAMPLES_TO_TAKE = 5;

/** The sentence to an outcome. */
export function comparisonSentence(evidence: Evidence, outcome: Outcome): string {
  if (outcome === "same") return sameSentence(evidence);
  if (outcome === "changed") return changedSentence(evidence);
  return evidence.few ? tooFewSentence(evidence) : tooUnevenSentence(evidence);
}

function sameSentence({ metric, a, b, from, to }: Evidence): string {
  const [before, after] = [formatValue(metric, from), formatValue(metric, to)];
  if (new Set([...a, ...b]).size === 1) {
    return `${nameOf(metric)} ${verbFor(metric, "is", "are")} the same: ${before} before and after.`;
  }
  const values = before === after ? `${before} before and after` : `${before} before, ${after} after`;
  return `${nameOf(metric)} ${verbFor(metric, "shows", "show")} no change that matters: ${values}.`;
}

function changedSentence(evidence: Evidence): string {
  const change = describeChange({ ...evidence, by: evidence.shift });
  const varies = [evidence.a, evidence.b].some((side) => new Set(side).size > 1);
  return varies ? `${change}; the change is larger than the usual spread.` : `${change}.`;
}

function tooFewSentence({ metric, a, b, from, to, shift, delta, floor }: Evidence): string {
  const name = nameOf(metric);
  const [before, after] = [formatValue(metric, from), formatValue(metric, to)];
  const sides =
    a.length === b.length
      ? `${countOf(a.length, "sample")} on each side`
      : `${a.length} and ${b.length} samples`;
  const advice = `measure both with at least ${SAMPLES_TO_TAKE}`;
  if (Math.abs(delta) === 1 && reachesFloor(shift, FLOORS_FOR_GUESS * floor)) {
    const looks = `${verbFor(metric, "looks", "look")} ${isWorse(metric, shift) ? "worse" : "better"}`;
    return `${name} ${looks} (${after} instead of ${before}), but ${sides} cannot make it certain; ${advice}.`;
  }
  return `Whether ${name} changed (${before} before, ${after} after) cannot be told from ${sides}; ${advice}.`;
}

function tooUnevenSentence({ metric, a, b, shift }: Evidence): string {
  const looks = `${nameOf(metric)} ${verbFor(metric, "looks", "look")} ${formatAmount(metric, shift)} ${shift > 0 ? "higher" : "lower"}`;
  const interval = shiftInterval(a, b);
  const doubt = `${looks}, but the samples vary too much to be certain`;
  if (interval === null) return `${doubt}.`;
  return `${doubt}: anything from ${moreOrLess(metric, interval.low)} to ${moreOrLess(metric, interval.high)} is possible.`;
}

function moreOrLess(metric: Metric, change: number): string {
  return `${formatAmount(metric, change)} ${change < 0 ? "less" : "more"}`;
}
