import type { Axes } from "./paths.ts";
import { linearScale, type Span } from "./scale.ts";

/** Room around the plot for ticks and labels, in pixels. */
const MARGIN = { top: 24, right: 12, bottom: 26, left: 58 } as const;
export const PLOT_HEIGHT = 228;

/** Where everything of one chart lies. */
export interface PlotLayout extends Axes {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly time: Span;
  readonly value: Span;
}

export function layOutPlot(width: number, time: Span, value: Span): PlotLayout {
  const left = MARGIN.left;
  const right = Math.max(left + 1, width - MARGIN.right);
  const top = MARGIN.top;
  const bottom = PLOT_HEIGHT - MARGIN.bottom;
  const x = linearScale(time, [left, right]);
  const y = linearScale(value, [bottom, top]);
  return { width, height: PLOT_HEIGHT, left, right, top, bottom, time, value, x, y };
}

/** The moment under a horizontal position. */
export function timeAt({ time, left, right }: PlotLayout, pixels: number): number {
  return linearScale([left, right], time)(pixels);
}
