import { describeMetric, type Metric } from "../../../src/papers/metric.ts";
import { formatSigned } from "../format/quantity.ts";
import { Absent } from "./metric-value.tsx";

interface ScoreChangeProps {
  readonly change: number | null;
}

/** How a score moved since last week: by sign and arrow, coloured only to repeat it. */
export function ScoreChange({ change }: ScoreChangeProps) {
  if (change === null) return <Absent />;
  const rounded = Math.round(change);
  const tone = rounded === 0 ? "same" : isBetter("performance", rounded) ? "better" : "worse";
  return (
    <span className={`change change--${tone}`}>
      {formatSigned(rounded)}
      <span className="visually-hidden">{tone === "same" ? "unchanged" : tone}</span>
    </span>
  );
}

/** Whether a shift of a metric is one to be glad of. */
export function isBetter(metric: Metric, shift: number): boolean {
  return describeMetric(metric).better === "higher" ? shift > 0 : shift < 0;
}
