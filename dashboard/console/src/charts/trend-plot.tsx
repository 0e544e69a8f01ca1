import { useMemo, type PointerEvent, type ReactNode } from "react";
import { useLocation } from "wouter";
import { describeMetric, type Metric, type Profile } from "../../../src/papers/metric.ts";
import type { Trend } from "../../../src/api/shapes/measuring.ts";
import type { BudgetLine } from "./budget-lines.ts";
import { valueDomain } from "./domain.ts";
import { PlotFrame } from "./plot-frame.tsx";
import { layOutPlot, type PlotLayout } from "./plot-layout.ts";
import { PlotMarkers } from "./plot-markers.tsx";
import { PlotSeries } from "./plot-series.tsx";
import { pointSentence } from "./point-sentence.ts";
import { PointTooltip } from "./point-tooltip.tsx";
import { reducePoints } from "./reduce-points.ts";
import type { ChartPoint } from "./series.ts";
import { useActivePoint, type ActivePoint } from "./use-active-point.ts";

const PIXELS_A_POINT = 3;

export interface TrendPlotProps {
  readonly trend: Trend;
  readonly metric: Metric;
  readonly points: readonly ChartPoint[];
  readonly budgets: readonly BudgetLine[];
  readonly summary: string;
  readonly width: number;
}

/**
 * The chart itself. For assistive technology it is a slider over the points: its name is the summary, its value the
 * point in words, and arrow keys, Home and End come with the role.
 */
export function TrendPlot({ trend, metric, points: all, budgets, summary, width }: TrendPlotProps) {
  const layout = useMemo(
    () => layOutPlot(width, [Date.parse(trend.from), Date.parse(trend.to)], domainOf(metric, all, budgets)),
    [width, trend.from, trend.to, metric, all, budgets],
  );
  const points = useMemo(
    () => reducePoints(all, layout.time, Math.floor((layout.right - layout.left) / PIXELS_A_POINT)),
    [all, layout],
  );
  const gaps = useMemo(() => trend.gaps.map(({ at }) => Date.parse(at)), [trend.gaps]);
  const active = useActivePoint(points, layout);
  const { profile } = trend;
  return (
    <div className="plot" onPointerLeave={active.hide}>
      <Surface
        layout={layout}
        active={active}
        metric={metric}
        profile={profile}
        summary={summary}
        last={points.length - 1}
      >
        <PlotFrame layout={layout} metric={metric} profile={profile} budgets={budgets} />
        <PlotMarkers layout={layout} markers={trend.markers} />
        <PlotSeries layout={layout} points={points} gaps={gaps} />
        {active.isShown && active.point && <Cursor layout={layout} point={active.point} />}
      </Surface>
      {active.isShown && active.point && (
        <PointTooltip point={active.point} metric={metric} profile={profile} layout={layout} />
      )}
    </div>
  );
}

interface SurfaceProps {
  readonly layout: PlotLayout;
  readonly active: ActivePoint;
  readonly metric: Metric;
  readonly profile: Profile;
  readonly summary: string;
  readonly last: number;
  readonly children: ReactNode;
}

function Surface({ layout, active, metric, profile, summary, last, children }: SurfaceProps) {
  const [, navigate] = useLocation();
  const { point, index } = active;
  const open = () => point && navigate(`/measurements/${point.measurementId}`);
  // A finger has no hover: its first tap shows the tooltip, which holds the link.
  const onPointerUp = (event: PointerEvent) => event.pointerType === "mouse" && event.button === 0 && open();
  return (
    <svg
      className="plot__surface"
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="slider"
      tabIndex={0}
      aria-label={summary}
      aria-roledescription={`chart of ${describeMetric(metric).label}`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, index)}
      aria-valuetext={point ? pointSentence(metric, profile, point) : "no measurements"}
      onKeyDown={(event) => (event.key === "Enter" ? open() : active.onKeyDown(event))}
      onFocus={active.show}
      onBlur={active.hide}
      onPointerDown={active.onPointerMove}
      onPointerMove={active.onPointerMove}
      onPointerUp={onPointerUp}
    >
      {children}
    </svg>
  );
}

function Cursor({ layout, point }: { readonly layout: PlotLayout; readonly point: ChartPoint }) {
  const x = layout.x(point.at);
  return (
    <g className="plot__cursor">
      <line x1={x} x2={x} y1={layout.top} y2={layout.bottom} />
      <circle cx={x} cy={layout.y(point.median)} r="5.5" />
    </g>
  );
}

function domainOf(metric: Metric, points: readonly ChartPoint[], budgets: readonly BudgetLine[]) {
  return valueDomain(
    metric,
    points,
    budgets.map(({ value }) => value),
  );
}
