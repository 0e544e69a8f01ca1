import { describeMetric, type Metric } from "../papers/metric.ts";

interface Written {
  readonly number: string;
  /** Empty where there is none. */
  readonly unit: string;
}

// Making one is slow, and charts write thousands of values. No sign on a zero, which rounding up can make negative.
const decimals = [0, 1, 2].map(
  (most) => new Intl.NumberFormat("en", { maximumFractionDigits: most, signDisplay: "negative" }),
);

/** A value of a metric for people: "840 ms", "2.48 s", "0.002", "92", "482 kB", "41". */
export function formatValue(metric: Metric, value: number): string {
  return join(write(metric, value));
}

/** The size of a change, without its sign: "320 ms", "3 points". */
export function formatAmount(metric: Metric, change: number): string {
  const size = Math.abs(change);
  if (describeMetric(metric).unit !== "score") return formatValue(metric, size);
  const points = fixed(size, 1);
  return `${points} ${points === "1" ? "point" : "points"}`;
}

/** A change with its sign: "+320 ms", "−3 points". */
export function formatSignedAmount(metric: Metric, change: number): string {
  return `${change < 0 ? "−" : "+"}${formatAmount(metric, change)}`;
}

/** Two values as in a sentence, the unit once if it is the same: "1.9 and 2.6 s". */
export function formatPair(metric: Metric, low: number, high: number): string {
  const [first, second] = [write(metric, low), write(metric, high)];
  return `${first.unit === second.unit ? first.number : join(first)} and ${join(second)}`;
}

/** A share of one in percent, without its sign: "12 %", "4.8 %". */
export function formatShare(share: number): string {
  const percent = Math.abs(share) * 100;
  return `${fixed(percent, percent < 9.95 ? 1 : 0)} %`;
}

function write(metric: Metric, value: number): Written {
  switch (describeMetric(metric).unit) {
    case "score":
      // Half a point is rounded down: 89.5 is not good, so it must not read 90.
      return { number: fixed(Math.ceil(value - 0.5), 0), unit: "" };
    case "ms":
      return writeTime(value);
    case "shift":
      return { number: value.toFixed(3), unit: "" };
    case "bytes":
      return writeBytes(value);
    case "count":
      return { number: fixed(value, 1), unit: "" };
  }
}

// The limits lie where rounding would reach the next power: 999.5 ms is 1 s, not 1,000 ms.
function writeTime(ms: number): Written {
  if (ms < 999.5) return { number: fixed(ms, 0), unit: "ms" };
  return { number: fixed(ms / 1000, ms < 9_995 ? 2 : 1), unit: "s" };
}

function writeBytes(bytes: number): Written {
  if (bytes < 999.5) return { number: fixed(bytes, 0), unit: "B" };
  if (bytes < 999_500) return { number: fixed(bytes / 1e3, bytes < 99_950 ? 1 : 0), unit: "kB" };
  return { number: fixed(bytes / 1e6, bytes < 9_995_000 ? 2 : 1), unit: "MB" };
}

function fixed(value: number, most: 0 | 1 | 2): string {
  return decimals[most]?.format(value) ?? String(value);
}

function join({ number, unit }: Written): string {
  return unit === "" ? number : `${number} ${unit}`;
}
