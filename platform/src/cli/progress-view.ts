import { formatDuration } from "./duration.ts";
import type { Paint } from "./paint.ts";
import type { ActiveStep, Happening, Progress } from "./progress.ts";
import { padTo, plainLine, textWidth, truncate } from "./text-width.ts";

export interface View {
  readonly paint: Paint;
  /** Columns of the widest name that stands in front of a line. */
  readonly nameWidth: number;
  /** Stands in front of what concerns the whole app. */
  readonly app: string;
}

const SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const FRAME_MS = 100;
const STEP_WIDTH = 11;
/** Below this a line of a terminal has no room for columns. */
const NARROW = 50;
const MARKS = { success: ["green", "✓"], error: ["red", "✗"], skipped: ["dim", "–"] } as const;
const OUTCOMES = { success: "done", error: "failed", skipped: "skipped" } as const;

/** What happened as one line of a pipe, `api | build done (1.2 s): …`. */
export function plainStepLine(happening: Happening, view: View): string {
  if (happening.kind === "said") return prefixed(happening.component, happening.message, view);
  const { step, component, message } = happening.step;
  if (happening.kind === "started") return prefixed(component, sentence(step, message), view);
  const took = happening.tookMs === null ? "" : ` (${formatDuration(happening.tookMs)})`;
  return prefixed(component, sentence(`${step} ${OUTCOMES[happening.status]}${took}`, message), view);
}

/** What happened as one line of a terminal, to stay above the moving ones; undefined if those show it. */
export function liveStepLine(happening: Happening, view: View, columns: number): string | undefined {
  if (happening.kind === "started") return undefined;
  if (happening.kind === "said")
    return stepLine({ ...happening, step: "" }, ["yellow", "!"], view, { columns, end: "" });
  const end = happening.tookMs === null ? "" : formatDuration(happening.tookMs);
  return stepLine(happening.step, MARKS[happening.status], view, { columns, end });
}

/** The moving lines: what is under way and for how long, with the last line of running builds. */
export function activeLines(
  progress: Progress,
  view: View,
  screen: { readonly columns: number; readonly rows: number; readonly now: number },
): string[] {
  const frame = SPINNER[Math.floor(screen.now / FRAME_MS) % SPINNER.length] ?? "";
  const lines = progress.active.flatMap((step) => {
    const end = formatDuration(screen.now - step.startedAt);
    const line = stepLine(step, ["cyan", frame], view, { columns: screen.columns, end });
    if (step.lastLine === "") return [line];
    return [line, view.paint("dim", truncate(`  │ ${step.lastLine}`, screen.columns - 1))];
  });
  const room = Math.max(1, screen.rows - 2);
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), view.paint("dim", `  … ${lines.length - room + 1} more lines`)];
}

function stepLine(
  { component, step, message }: Pick<ActiveStep, "component" | "step" | "message">,
  [colour, mark]: readonly [Parameters<Paint>[0], string],
  view: View,
  { columns, end }: { columns: number; end: string },
): string {
  const isNarrow = columns < NARROW;
  const name = component ?? view.app;
  const head = isNarrow ? `${name} ${step}` : `${padTo(name, view.nameWidth)}  ${padTo(step, STEP_WIDTH)}`;
  const tail = end === "" ? "" : `  ${end}`;
  const left = truncate(`${head}  ${plainLine(message)}`, columns - 3 - textWidth(tail));
  return `${view.paint(colour, mark)} ${left}${view.paint("dim", tail)}`;
}

function prefixed(component: string | null, text: string, view: View): string {
  return `${padTo(component ?? view.app, view.nameWidth)} | ${text}`;
}

function sentence(head: string, message: string): string {
  return message === "" ? head : `${head}: ${plainLine(message)}`;
}
