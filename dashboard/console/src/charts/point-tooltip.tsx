import { Link } from "wouter";
import { describeMetric, type Metric, type Profile } from "../../../src/papers/metric.ts";
import { MetricValue } from "../components/metric-value.tsx";
import { formatMoment } from "../format/moment.ts";
import type { PlotLayout } from "./plot-layout.ts";
import { countWords, spreadWords } from "./point-sentence.ts";
import type { ChartPoint } from "./series.ts";

const WIDTH_PX = 210;

interface PointTooltipProps {
  readonly point: ChartPoint;
  readonly metric: Metric;
  readonly profile: Profile;
  readonly layout: PlotLayout;
}

/** Stands above the plot, where it can be reached with the pointer. What it says, the chart itself announces. */
export function PointTooltip({ point, metric, profile, layout }: PointTooltipProps) {
  const centre = layout.x(point.at);
  const left = Math.max(0, Math.min(layout.width - WIDTH_PX, centre - WIDTH_PX / 2));
  const spread = spreadWords(metric, point);
  return (
    <div
      className="tooltip"
      aria-hidden="true"
      style={{ left, width: WIDTH_PX, bottom: layout.height - layout.top }}
    >
      <div className="tooltip__value">
        <span>{describeMetric(metric).short}</span>
        <MetricValue metric={metric} profile={profile} value={point.median} />
      </div>
      <div>{formatMoment(point.at)}</div>
      <div className="tooltip__detail">
        {spread !== null && <span>{spread}</span>}
        <span>{countWords(point)}</span>
        {point.noisy && <span>noisy</span>}
      </div>
      <Link href={`/measurements/${point.measurementId}`} tabIndex={-1}>
        Open this measurement
      </Link>
    </div>
  );
}
