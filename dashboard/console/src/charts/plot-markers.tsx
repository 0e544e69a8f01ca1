import { memo } from "react";
import type { Trend } from "../../../src/api/shapes/measuring.ts";
import type { PlotLayout } from "./plot-layout.ts";
import { placeLabels } from "./place-labels.ts";

interface PlotMarkersProps {
  readonly layout: PlotLayout;
  readonly markers: Trend["markers"];
}

/** Deployments, notes and new versions: upright lines with what they are at their head. */
export const PlotMarkers = memo(function PlotMarkers({ layout, markers }: PlotMarkersProps) {
  const { x, left, right, top, bottom, time } = layout;
  const inside = markers.filter(({ at }) => Date.parse(at) >= time[0] && Date.parse(at) <= time[1]);
  return placeLabels(inside, ({ at }) => x(Date.parse(at)), [left, right]).map(({ mark, x: at, label }) => (
    <g key={mark.kind + mark.at + mark.label} className={`plot__marker plot__marker--${mark.kind}`}>
      <line x1={at} x2={at} y1={top - 6} y2={bottom} />
      <path d={`M${at} ${top - 10}l4 4-4 4-4-4Z`} />
      {label !== null && (
        <text x={at + 7} y={top - 9}>
          {label}
        </text>
      )}
    </g>
  ));
});
