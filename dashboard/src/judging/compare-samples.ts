import { describeMetric, type Metric, type Profile } from "../papers/metric.ts";
import { cliffsDelta } from "../statistics/cliffs-delta.ts";
import { shiftOf } from "../statistics/hodges-lehmann.ts";
import { mannWhitney } from "../statistics/mann-whitney.ts";
import { median } from "../statistics/spread.ts";
import { comparisonSentence, type Evidence, type Outcome } from "./comparison-sentence.ts";
import { isWorse } from "./describe-change.ts";
import { practicalFloor, reachesFloor } from "./practical-floors.ts";

const LARGEST_P = 0.05;
const LEAST_DELTA = 0.33;
/** Three against three samples never reach a p below 0.05, however far apart they lie. */
const FEWEST_TO_DECIDE = 4;
/** One sample shows no spread at all. */
const FEWEST_WITH_SPREAD = 2;

export type ComparisonVerdict = "better" | "worse" | "same" | "inconclusive";

export interface MetricComparison {
  readonly metric: Metric;
  /** Hodges–Lehmann estimate of b - a. */
  readonly shift: number;
  /** One-sided Mann–Whitney p in the direction of the shift; null: too few samples for a test. */
  readonly p: number | null;
  /** Cliff's delta, -1 to 1; positive: b is larger; null: too few samples. */
  readonly delta: number | null;
  readonly verdict: ComparisonVerdict;
  readonly sentence: string;
}

/**
 * Whether a metric differs between samples `a` (before) and `b` (after), at least one each. It does if chance is an
 * unlikely reason, if most pairs agree, and if the change is large enough to matter. Facts that do not vary need no test.
 */
export function compareSamples(
  metric: Metric,
  a: readonly number[],
  b: readonly number[],
  profile: Profile,
): MetricComparison {
  const evidence = gather({ metric, profile, a, b });
  const outcome = decide(evidence);
  const { shift, p, delta, few } = evidence;
  const verdict = verdictOf(outcome, isWorse(metric, shift));
  return {
    metric,
    shift,
    p,
    delta: few ? null : delta,
    verdict,
    sentence: comparisonSentence(evidence, outcome),
  };
}

function gather({ metric, profile, a, b }: Pick<Evidence, "metric" | "profile" | "a" | "b">): Evidence {
  const from = median(a);
  const shift = shiftOf(a, b);
  const delta = cliffsDelta(a, b);
  const few = Math.min(a.length, b.length) < FEWEST_TO_DECIDE;
  const rises = shift === 0 ? delta >= 0 : shift > 0;
  const p = few ? null : (rises ? mannWhitney(a, b) : mannWhitney(b, a)).p;
  return {
    metric,
    profile,
    a,
    b,
    from,
    to: median(b),
    shift,
    p,
    delta,
    few,
    floor: practicalFloor(metric, from),
  };
}

function decide(evidence: Evidence): Outcome {
  const { shift, floor, p, delta } = evidence;
  const matters = reachesFloor(shift, floor);
  if (isSettled(evidence)) {
    if (!matters) return "same";
    if (Math.abs(delta) === 1) return "changed";
  }
  if (p === null) return isWithinFloor(evidence) ? "same" : "undecided";
  if (!matters) return "same";
  return p < LARGEST_P && Math.abs(delta) >= LEAST_DELTA ? "changed" : "undecided";
}

/** A fact that varies on neither side by as much as matters: what one sample shows, the next one will. */
function isSettled({ metric, a, b, floor }: Evidence): boolean {
  return (
    describeMetric(metric).kind === "fact" && [a, b].every((side) => !reachesFloor(rangeOf(side), floor))
  );
}

/** No sample of one side is so far from one of the other that it would matter, or all have one value. */
function isWithinFloor({ a, b, floor }: Evidence): boolean {
  const range = rangeOf([...a, ...b]);
  if (range === 0) return true;
  return Math.min(a.length, b.length) >= FEWEST_WITH_SPREAD && !reachesFloor(range, floor);
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function verdictOf(outcome: Outcome, worse: boolean): ComparisonVerdict {
  if (outcome === "same") return "same";
  if (outcome === "undecided") return "inconclusive";
  return worse ? "worse" : "better";
}
