/** A metric over the samples of one measurement. */
export interface Spread {
  readonly n: number;
  readonly median: number;
  /** Median absolute deviation, not scaled. */
  readonly mad: number;
  readonly min: number;
  readonly max: number;
}
