import { bandOf, type Metric, type Profile } from "../../../src/papers/metric.ts";
import { formatValue } from "../../../src/judging/format-value.ts";
import { formatMoment } from "../format/moment.ts";
import { plural } from "../format/quantity.ts";
import type { ChartPoint } from "./series.ts";

/** A point in words: what a screen reader says when it is reached. */
export function pointSentence(metric: Metric, profile: Profile, point: ChartPoint): string {
  const band = bandOf(metric, profile, point.median);
  return [
    `${formatMoment(point.at)}: ${formatValue(metric, point.median)}`,
    band,
    spreadWords(metric, point),
    countWords(point),
    point.noisy ? "noisy" : null,
  ]
    .filter((part) => part !== null)
    .join(", ");
}

/** "2.0 s to 2.4 s", or null where all samples agree. */
export function spreadWords(metric: Metric, { min, max }: ChartPoint): string | null {
  return min === max ? null : `${formatValue(metric, min)} to ${formatValue(metric, max)}`;
}

export function countWords({ samples, measurements }: ChartPoint): string {
  const ofSamples = plural(samples, "sample");
  return measurements === 1 ? ofSamples : `${plural(measurements, "measurement")}, ${ofSamples}`;
}
