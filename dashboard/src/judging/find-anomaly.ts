import type { Metric, Profile } from "../papers/metric.ts";
import { robustZ } from "../statistics/robust-z.ts";
import { mad, median } from "../statistics/spread.ts";
import { describeChange, isWorse } from "./describe-change.ts";
import { formatValue } from "./format-value.ts";
import { nameOf, verbFor } from "./metric-words.ts";
import { practicalFloor, reachesFloor } from "./practical-floors.ts";

const BASELINE_POINTS = 30;
const FEWEST_POINTS = 8;
const LEAST_Z = 3.5;
// A series that never varied is unusual where a change begins to matter: a quarter makes z 4 of it.
const FLOOR_TO_DEVIATION = 1 / 4;

export interface SeriesPoint {
  readonly metric: Metric;
  readonly profile: Profile;
  /** Oldest first, of the same series, since its last marker, without anomalous or noisy points. */
  readonly past: readonly number[];
  readonly value: number;
}

/** What must be kept of an anomaly to judge later values by it. */
export interface KnownAnomaly {
  readonly metric: Metric;
  readonly profile: Profile;
  readonly value: number;
  /** Median of the values before. */
  readonly baseline: number;
  /** How many usual deviations the value is worse than the baseline; positive. */
  readonly z: number;
}

export interface FoundAnomaly extends KnownAnomaly {
  readonly direction: "rose" | "fell";
  readonly sentence: string;
}

export interface Verification {
  readonly state: "confirmed" | "refuted";
  readonly z: number;
  readonly sentence: string;
}

/** Whether a value is unusually worse than those before it, and by enough to matter; null: no, or too few to say. */
export function findAnomaly({ metric, profile, past, value }: SeriesPoint): FoundAnomaly | null {
  const points = past.slice(-BASELINE_POINTS);
  if (points.length < FEWEST_POINTS) return null;
  const baseline = median(points);
  const deviation = practicalFloor(metric, baseline) * FLOOR_TO_DEVIATION;
  const z = Math.abs(robustZ(value, { median: baseline, mad: mad(points) }, deviation));
  const by = value - baseline;
  if (!isWorse(metric, by) || z < LEAST_Z || !reachesFloor(by, practicalFloor(metric, baseline))) return null;
  const change = describeChange({ metric, profile, from: baseline, to: value, by });
  const usual = `over the last ${points.length} measurements ${verbFor(metric, "it was", "they were")} usually`;
  const sentence = `${change}; ${usual} ${formatValue(metric, baseline)}.`;
  return { metric, profile, value, baseline, z, direction: by > 0 ? "rose" : "fell", sentence };
}

/** Whether a repeated measurement shows the anomaly too: it must itself be as unusual against the same baseline. */
export function verifyAnomaly(anomaly: KnownAnomaly, verificationValue: number): Verification {
  const z = zOf(anomaly, verificationValue);
  const { metric, profile, value, baseline } = anomaly;
  const repeated = formatValue(metric, verificationValue);
  if (isAnomalous(anomaly, verificationValue)) {
    const change = describeChange({ metric, profile, from: baseline, to: value, by: value - baseline });
    return {
      state: "confirmed",
      z,
      sentence: `${change}; a repeated measurement confirms it with ${repeated}.`,
    };
  }
  const moved = `${nameOf(metric)} ${value > baseline ? "rose" : "fell"} to ${formatValue(metric, value)}`;
  const sentence = `${moved} only once: a repeated measurement gave ${repeated}, where ${formatValue(metric, baseline)} is usual.`;
  return { state: "refuted", z, sentence };
}

/** Whether a value counts as good again: it would not have been an anomaly against the same baseline. */
export function hasRecovered(anomaly: KnownAnomaly, value: number): boolean {
  return !isAnomalous(anomaly, value);
}

/** The sentence for the end of an anomaly. */
export function recoverySentence({ metric, baseline }: KnownAnomaly, value: number): string {
  const back = `${nameOf(metric)} ${verbFor(metric, "is", "are")} back at ${formatValue(metric, value)}`;
  return `${back}, where ${formatValue(metric, baseline)} is usual.`;
}

function isAnomalous(anomaly: KnownAnomaly, value: number): boolean {
  const floor = practicalFloor(anomaly.metric, anomaly.baseline);
  return zOf(anomaly, value) >= LEAST_Z && reachesFloor(value - anomaly.baseline, floor);
}

/** Positive: worse. The usual deviation need not be kept, as the anomaly's own z tells it. */
function zOf({ value: anomalous, baseline, z }: KnownAnomaly, value: number): number {
  return (z * (value - baseline)) / (anomalous - baseline);
}
