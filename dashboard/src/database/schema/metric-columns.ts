import { sql, type SQL } from "drizzle-orm";
import { customType } from "drizzle-orm/pg-core";
import { metrics, type Metric, type MetricValues } from "../../papers/metric.ts";
import type { Spread, Spreads } from "../../papers/spread.ts";

/*
 * Numbers by metric lie in one array, in the order of `metrics`, null where there is none: with a name or a row for each
 * of them a sample takes three times the space. A metric that came later lies behind the end of older rows' arrays.
 */

type Numbers = readonly (number | null)[];

/** One number a metric. */
export const metricValues = customType<{ data: MetricValues; driverData: Numbers | string }>({
  dataType: () => "double precision[]",
  toDriver: (values) => literal(metrics.map((metric) => values[metric])),
  fromDriver: (stored) => readMetricValues(stored as Numbers),
});

/** Five numbers a metric: n, median, MAD, minimum, maximum. */
export const metricSpreads = customType<{ data: Spreads; driverData: readonly Numbers[] | string }>({
  dataType: () => "double precision[]",
  toDriver: (spreads) =>
    literal(
      metrics.map((metric) => {
        const { n, median, mad, min, max } = spreads[metric] ?? {};
        return literal([n, median, mad, min, max]);
      }),
    ),
  fromDriver: (stored) => readMetricSpreads(stored as readonly Numbers[]),
});

/** What a measurement's columns hold of its spreads; null: it has no result. */
export function spreadColumns(spreads: Spreads | null) {
  return { spreads, performance: spreads?.performance?.median ?? null };
}

/** Of a column of `metricValues` as a statement of one's own gives it. */
export function readMetricValues(stored: Numbers): MetricValues {
  return byMetric((place) => stored[place] ?? undefined);
}

/** Of a column of `metricSpreads` as a statement of one's own gives it. */
export function readMetricSpreads(stored: readonly Numbers[]): Spreads {
  return byMetric((place) => {
    const [n, median, mad, min, max] = stored[place] ?? [];
    return n == null ? undefined : ({ n, median, mad, min, max } as Spread);
  });
}

/** The median of a metric in a column of `metricSpreads`; null where there is none. */
export function medianIn(spreads: SQL, metric: Metric): SQL<number | null> {
  return sql<number | null>`${spreads}[${sql.raw(String(metrics.indexOf(metric) + 1))}][2]`;
}

function byMetric<Value>(valueAt: (place: number) => Value | undefined): Partial<Record<Metric, Value>> {
  const found: Partial<Record<Metric, Value>> = {};
  for (const [place, metric] of metrics.entries()) {
    const value = valueAt(place);
    if (value !== undefined) found[metric] = value;
  }
  return found;
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function literal(elements: readonly (number | string | undefined)[]): string {
  return `{${elements.map((element) => element ?? "NULL").join(",")}}`;
}
