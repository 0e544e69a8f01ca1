import { describeMetric, type Metric, type Unit } from "../../../../src/papers/metric.ts";

interface InputUnit {
  /** What stands behind the field; empty where a metric has no unit. */
  readonly label: string;
  /** How many base units are one of these. */
  readonly factor: number;
}

const inputUnits: Readonly<Record<Unit, InputUnit>> = {
  score: { label: "points", factor: 1 },
  ms: { label: "ms", factor: 1 },
  shift: { label: "", factor: 1 },
  bytes: { label: "kB", factor: 1000 },
  count: { label: "", factor: 1 },
};

/** The unit in which people type a budget of a metric. */
export function inputUnitOf(metric: Metric): InputUnit {
  return inputUnits[describeMetric(metric).unit];
}

/** What was typed, in the metric's base unit; null for nothing, NaN for what is no number. */
export function parseLimit(metric: Metric, text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  return trimmed === "" ? null : Number(trimmed) * inputUnitOf(metric).factor;
}

/** A limit as it is typed. */
export function limitText(metric: Metric, value: number | null): string {
  return value === null ? "" : String(value / inputUnitOf(metric).factor);
}
