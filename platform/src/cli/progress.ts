import type { AppEvent, EventBody, Failure, Phase } from "../wire/index.ts";
import { plainLine } from "./text-width.ts";

/** A step of a deployment that is under way. */
export interface ActiveStep {
  readonly step: string;
  /** Component, job or database; null for the whole app. */
  readonly component: string | null;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** What a running build or job printed last. */
  readonly lastLine: string;
}

/** Something that happened and is told once. */
export type Happening =
  | { readonly kind: "started"; readonly step: ActiveStep }
  | {
      readonly kind: "ended";
      readonly step: ActiveStep;
      readonly status: "success" | "error" | "skipped";
      /** Null if the step was never seen running. */
      readonly tookMs: number | null;
    }
  | { readonly kind: "said"; readonly component: string | null; readonly message: string };

/** A deployment as seen so far. */
export interface Progress {
  readonly active: readonly ActiveStep[];
  /** Null until the deployment has ended. */
  readonly outcome: { readonly phase: Phase; readonly failure: Failure | null } | null;
}

export const noProgress: Progress = { active: [], outcome: null };

const ENDED: ReadonlySet<Phase> = new Set(["ACTIVE", "ERROR", "CANCELED", "SUPERSEDED"]);

/** Takes one event in; what there is to tell about it comes along. */
export function advance(
  progress: Progress,
  event: AppEvent,
): { progress: Progress; happenings: Happening[] } {
  const { body } = event;
  switch (body.type) {
    case "deployment":
      if (!ENDED.has(body.phase)) return { progress, happenings: [] };
      return { progress: { active: [], outcome: body }, happenings: [] };
    case "step":
      return takeStep(progress, body, Date.parse(event.at));
    case "output":
      return { progress: { ...progress, active: withLastLine(progress.active, body) }, happenings: [] };
    case "instance":
      return { progress, happenings: [{ kind: "said", component: body.component, message: body.message }] };
    case "notice":
      return { progress, happenings: [{ kind: "said", component: null, message: body.message }] };
  }
}

type StepBody = Extract<EventBody, { type: "step" }>;

function takeStep(progress: Progress, body: StepBody, at: number): ReturnType<typeof advance> {
  const known = progress.active.find((step) => isSame(step, body));
  if (body.status !== "running") {
    const ended = { ...newStep(body, at), startedAt: known?.startedAt ?? at };
    const tookMs = known ? at - known.startedAt : null;
    return {
      progress: { ...progress, active: progress.active.filter((step) => step !== known) },
      happenings: [{ kind: "ended", step: ended, status: body.status, tookMs }],
    };
  }
  if (!known) {
    const step = newStep(body, at);
    const active = [...progress.active, step];
    return { progress: { ...progress, active }, happenings: [{ kind: "started", step }] };
  }
  const step = { ...known, message: body.message };
  const active = progress.active.map((other) => (other === known ? step : other));
  const isNews = known.message !== body.message;
  return { progress: { ...progress, active }, happenings: isNews ? [{ kind: "started", step }] : [] };
}

function newStep(body: StepBody, at: number): ActiveStep {
  return {
    step: body.step,
    component: body.component,
    message: body.message,
    startedAt: at,
    lastLine: "",
  };
}

function withLastLine(
  active: readonly ActiveStep[],
  output: Extract<EventBody, { type: "output" }>,
): readonly ActiveStep[] {
  const line = plainLine(output.text);
  if (line === "") return active;
  return active.map((step) =>
    step.component === output.component && (step.step === "build") === (output.stream === "build")
      ? { ...step, lastLine: line }
      : step,
  );
}

function isSame(step: ActiveStep, body: StepBody): boolean {
  return step.step === body.step && step.component === body.component;
}
