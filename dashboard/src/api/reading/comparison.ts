import { compareMeasurements } from "../../judging/compare-measurements.ts";
import { spreadOf } from "../../statistics/spread.ts";
import type { Comparison } from "../shapes/judging.ts";
import { findCaveats } from "./comparison-caveats.ts";
import type { ComparisonSide } from "./comparison-side.ts";
import { findRequestChanges } from "./request-changes.ts";

/** Measurement `a` (before) against `b` (after). */
export function describeComparison(a: ComparisonSide, b: ComparisonSide): Comparison {
  const { verdict, metrics } = compareMeasurements(a.values, b.values, b.measurement.profile);
  const { added, removed, caveat } = findRequestChanges(a.requests, b.requests);
  return {
    a: describeSide(a),
    b: describeSide(b),
    caveats: [...findCaveats(a, b), ...(caveat === null ? [] : [caveat])],
    verdict,
    metrics: metrics.map((compared) => ({
      ...compared,
      a: describeValues(a.values[compared.metric]),
      b: describeValues(b.values[compared.metric]),
    })),
    requests: { added, removed },
  };
}

function describeSide({ measurement, page, site }: ComparisonSide): Comparison["a"] {
  const { id, profile, lighthouseVersion, chromiumVersion, finishedAt, createdAt } = measurement;
  return {
    measurementId: id,
    site: site.name,
    page: page.label,
    url: page.url,
    profile,
    measuredAt: (finishedAt ?? createdAt).toISOString(),
    lighthouseVersion,
    chromiumVersion,
  };
}

/** Both sides have values of every metric that was compared. */
function describeValues(values: readonly number[] = []): Comparison["metrics"][number]["a"] {
  return { ...spreadOf(values), values: [...values] };
}
