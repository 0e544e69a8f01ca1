import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { nearestIndex } from "./reduce-points.ts";
import { timeAt, type PlotLayout } from "./plot-layout.ts";
import type { ChartPoint } from "./series.ts";

const PAGE = 10;

export interface ActivePoint {
  readonly index: number;
  readonly point: ChartPoint | undefined;
  /** Whether the tooltip is to be seen. */
  readonly isShown: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
  readonly show: () => void;
  readonly hide: () => void;
}

/** The point that keys and pointer are at: the newest one at first. */
export function useActivePoint(points: readonly ChartPoint[], layout: PlotLayout): ActivePoint {
  const [chosen, setChosen] = useState<number | null>(null);
  const [isShown, setShown] = useState(false);
  const last = points.length - 1;
  const index = Math.min(chosen ?? last, last);

  const move = (to: number) => {
    setChosen(Math.max(0, Math.min(last, to)));
    setShown(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") setShown(false);
    const to = targetOf(event.key, index, last);
    if (to === null) return;
    event.preventDefault();
    move(to);
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const pixels = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const nearest = nearestIndex(points, timeAt(layout, pixels));
    if (nearest !== null && (nearest !== index || !isShown)) move(nearest);
  };
  return {
    index,
    point: points[index],
    isShown,
    onKeyDown,
    onPointerMove,
    show: () => setShown(true),
    hide: () => setShown(false),
  };
}

/** Where a key leads; null: it is none of the chart's. */
export function targetOf(key: string, index: number, last: number): number | null {
  if (key === "ArrowLeft" || key === "ArrowDown") return index - 1;
  if (key === "ArrowRight" || key === "ArrowUp") return index + 1;
  if (key === "PageDown") return index - PAGE;
  if (key === "PageUp") return index + PAGE;
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}
