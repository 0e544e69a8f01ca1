import type { Scale } from "./scale.ts";
import type { ChartPoint } from "./series.ts";

/** Where the axes lie; in pixels. */
export interface Axes {
  readonly x: Scale;
  readonly y: Scale;
}

/** The `d` of a line through the medians. */
export function medianPath(points: readonly ChartPoint[], { x, y }: Axes): string {
  return points
    .map((point, index) => `${index === 0 ? "M" : "L"}${at(x(point.at))} ${at(y(point.median))}`)
    .join("");
}

/** The `d` of the area between the least and the greatest sample. */
export function bandPath(points: readonly ChartPoint[], { x, y }: Axes): string {
  const there = points.map(
    (point, index) => `${index === 0 ? "M" : "L"}${at(x(point.at))} ${at(y(point.max))}`,
  );
  const back = points.toReversed().map((point) => `L${at(x(point.at))} ${at(y(point.min))}`);
  return points.length === 0 ? "" : `${there.join("")}${back.join("")}Z`;
}

function at(pixels: number): string {
  return pixels.toFixed(1);
}
