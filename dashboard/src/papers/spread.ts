import type { Metric } from "./metric.ts";

/** A metric over the samples of one measurement. */
export interface Spread {
  readonly n: number;
  readonly median: number;
  /** Median absolute deviation, not scaled. */
  readonly mad: number;
  readonly min: number;
  readonly max: number;
}

/** Of a measurement: a metric that no sample has a value of is absent. */
export type Spreads = Readonly<Partial<Record<Metric, Spread>>>;
