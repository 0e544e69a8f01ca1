import { describeMetric, type Metric } from "../papers/metric.ts";
import type { BudgetState } from "../papers/states.ts";
import { isWorse } from "./describe-change.ts";
import { formatAmount, formatValue } from "./format-value.ts";
import { nameOf, verbFor } from "./metric-words.ts";

export interface BudgetLimits {
  readonly metric: Metric;
  /** Worse than this warns; null: nothing does. */
  readonly warn: number | null;
  /** Worse than this fails; null: nothing does. */
  readonly fail: number | null;
}

export interface BudgetJudgement {
  readonly state: BudgetState;
  readonly sentence: string;
}

export interface LimitFault {
  readonly field: "warn" | "fail";
  readonly message: string;
}

const HIGHEST_SCORE = 100;

/** How a value stands to a budget. A value equal to a limit keeps it; null: there is no value. */
export function judgeBudget(limits: BudgetLimits, value: number | null): BudgetJudgement {
  const { metric, warn, fail } = limits;
  const name = nameOf(metric);
  if (value === null) return { state: "unknown", sentence: `There is no value of ${name} yet.` };
  const stand = `${name} ${verbFor(metric, "is", "are")} at ${formatValue(metric, value)}`;
  if (fail !== null && isWorse(metric, value - fail)) {
    return {
      state: "fail",
      sentence: `${stand}, ${beyond(metric, value, fail)} the limit of ${formatValue(metric, fail)}.`,
    };
  }
  if (warn !== null && isWorse(metric, value - warn)) {
    const limit = `the warning limit of ${formatValue(metric, warn)}`;
    return { state: "warn", sentence: `${stand}, ${beyond(metric, value, warn)} ${limit}.` };
  }
  return { state: "pass", sentence: `${stand}; ${allowance(limits)}.` };
}

/** What is wrong with the limits of a budget, or null. */
export function checkBudgetLimits({ metric, warn, fail }: BudgetLimits): LimitFault | null {
  if (warn === null && fail === null) {
    return { field: "fail", message: "A budget needs a limit for warning, for failing, or both." };
  }
  if (warn !== null && !isPossible(metric, warn)) return { field: "warn", message: possibleLimits(metric) };
  if (fail !== null && !isPossible(metric, fail)) return { field: "fail", message: possibleLimits(metric) };
  if (warn !== null && fail !== null && isWorse(metric, warn - fail)) {
    const side = describeMetric(metric).better === "lower" ? "below" : "above";
    return { field: "fail", message: `The limit for failing must not be ${side} the one for warning.` };
  }
  return null;
}

function beyond(metric: Metric, value: number, limit: number): string {
  const side = value > limit ? "above" : "below";
  // Written alike, the two would contradict the sentence.
  if (formatValue(metric, value) === formatValue(metric, limit)) return `just ${side}`;
  return `${formatAmount(metric, value - limit)} ${side}`;
}

function allowance({ metric, warn, fail }: BudgetLimits): string {
  const limit = warn ?? fail;
  if (limit === null) return "the budget has no limit";
  const verb = describeMetric(metric).better === "lower" ? "allows up to" : "asks for at least";
  return `the budget ${verb} ${formatValue(metric, limit)}`;
}

function isPossible(metric: Metric, limit: number): boolean {
  if (!Number.isFinite(limit) || limit < 0) return false;
  return describeMetric(metric).unit !== "score" || limit <= HIGHEST_SCORE;
}

function possibleLimits(metric: Metric): string {
  const scores = describeMetric(metric).unit === "score";
  return scores ? `A score lies between 0 and ${HIGHEST_SCORE}.` : "A limit must not be below 0.";
}
