import { memo } from "react";
import { bandPath, medianPath } from "./paths.ts";
import type { PlotLayout } from "./plot-layout.ts";
import { splitAtGaps, type ChartPoint } from "./series.ts";

/** Above this many pixels a point, dots are drawn in full size. */
const ROOMY_PX = 9;

interface PlotSeriesProps {
  readonly layout: PlotLayout;
  readonly points: readonly ChartPoint[];
  readonly gaps: readonly number[];
}

/** The measurements: band from least to greatest sample, line through the medians, dots, and crosses for gaps. */
export const PlotSeries = memo(function PlotSeries({ layout, points, gaps }: PlotSeriesProps) {
  const pieces = splitAtGaps(points, gaps);
  const isRoomy = (layout.right - layout.left) / Math.max(1, points.length) >= ROOMY_PX;
  return (
    <g className="plot__series">
      {pieces.map((piece) => (
        <g key={piece[0]?.at}>
          <path className="plot__spread" d={bandPath(piece, layout)} />
          <path className="plot__median" d={medianPath(piece, layout)} />
        </g>
      ))}
      {points
        .filter((point) => isRoomy || point.noisy || points.length === 1)
        .map((point) => (
          <circle
            key={point.measurementId}
            className={point.noisy ? "plot__dot plot__dot--noisy" : "plot__dot"}
            cx={layout.x(point.at)}
            cy={layout.y(point.median)}
            r={isRoomy ? 3.2 : 2.6}
          />
        ))}
      <Gaps layout={layout} gaps={gaps} />
    </g>
  );
});

/** Crosses that would overlap are one. */
const GAP_PX = 10;

function Gaps({ layout, gaps }: Pick<PlotSeriesProps, "layout" | "gaps">) {
  const pixels = [...new Set(gaps.map((gap) => Math.round(layout.x(gap) / GAP_PX) * GAP_PX))];
  return pixels.map((x) => (
    <path key={x} className="plot__gap" d={`M${x - 4} ${layout.bottom - 10}l8 8m0-8-8 8`} />
  ));
}
