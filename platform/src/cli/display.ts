import type { AppEvent } from "../wire/index.ts";
import type { Output } from "./output.ts";
import { advance, noProgress, type Progress } from "./progress.ts";
import { activeLines, liveStepLine, plainStepLine, type View } from "./progress-view.ts";
import { textWidth } from "./text-width.ts";

/** Shows a deployment while it goes on. */
export interface Display {
  show(event: AppEvent): void;
  /** Takes away what moves. Call it whatever happened. */
  close(): void;
}

export interface DisplayOptions {
  readonly app: string;
  /** Names that lines will start with, for their alignment. */
  readonly names: readonly string[];
  readonly asJson: boolean;
}

const REDRAW_MS = 100;

/** Moving lines on a terminal, one line a step in a pipe, the events themselves as JSON. */
export function makeDisplay(output: Output, options: DisplayOptions): Display {
  if (options.asJson) return { show: (event) => output.json(event), close: () => undefined };
  const nameWidth = Math.max(...[options.app, ...options.names].map(textWidth));
  const view: View = { paint: output.paint, nameWidth, app: options.app };
  return output.isTerminal ? liveDisplay(output, view) : plainDisplay(output, view);
}

function plainDisplay(output: Output, view: View): Display {
  let progress = noProgress;
  return {
    show: (event) => {
      const next = advance(progress, event);
      progress = next.progress;
      for (const happening of next.happenings) output.print(plainStepLine(happening, view));
    },
    close: () => undefined,
  };
}

function liveDisplay(output: Output, view: View): Display {
  let progress: Progress = noProgress;
  const draw = (above: readonly string[] = []): void => {
    const screen = { columns: output.columns(), rows: output.rows(), now: Date.now() };
    output.region(activeLines(progress, view, screen), above);
  };
  const timer = setInterval(() => draw(), REDRAW_MS);
  return {
    show: (event) => {
      const next = advance(progress, event);
      progress = next.progress;
      const done = next.happenings.flatMap((one) => liveStepLine(one, view, output.columns()) ?? []);
      // Output of a build may come by the thousand lines a second; those wait for the timer.
      if (event.body.type !== "output") draw(done);
    },
    close: () => {
      clearInterval(timer);
      output.region([]);
    },
  };
}
