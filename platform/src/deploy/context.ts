import { messageOf } from "../base/errors.ts";
import type { EventBody } from "../base/event.ts";
import type { ComponentPlan, Plan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import { GivenUp } from "./failure.ts";
import type { LiveApp, Member } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import type { Publisher } from "./publisher.ts";
import type { Supervisor } from "./supervise.ts";

/** What the steps of one deployment share. */
export interface DeployContext {
  readonly parts: Parts;
  readonly app: LiveApp;
  /** The release that was live when it began. */
  readonly previous: DeploymentRecord | null;
  /** The deployment as it was last saved; replaced by `save`. */
  release: DeploymentRecord;
  readonly publisher: Publisher;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
  /** Instances this deployment started. */
  readonly started: Member[];
  /** Instances that make way when it goes live. */
  replaced: Member[];
  /** Components that had to stop before their successor could start; started again on failure. */
  readonly stoppedFirst: ComponentPlan[];
}

export type StepEvent = Extract<EventBody, { readonly type: "step" }>;

export function planOf(context: DeployContext): Plan {
  return context.release.plan;
}

/** Saves the deployment with these changes. */
export function save(context: DeployContext, change: Partial<DeploymentRecord>): void {
  context.release = { ...context.release, ...change, updatedAt: context.parts.clock.now() };
  context.parts.store.saveDeployment(context.release);
}

export function report(context: DeployContext, event: Omit<StepEvent, "type">): void {
  publish(context, { type: "step", ...event });
}

export function publish(context: DeployContext, body: EventBody): void {
  context.parts.events.publish(context.app.name, context.release.id, body);
}

export interface ReportTexts<T> {
  readonly running: string;
  readonly success: (result: T) => string;
  /** Of work that is given up, and not failed, when it ends by this while the deployment goes on. */
  readonly signal?: AbortSignal;
}

/** Runs `work` between the events that say it runs and what came of it. */
export async function reported<T>(
  context: DeployContext,
  step: string,
  component: string | null,
  texts: ReportTexts<T>,
  work: () => Promise<T>,
): Promise<T> {
  report(context, { step, component, status: "running", message: texts.running });
  try {
    const result = await work();
    report(context, { step, component, status: "success", message: texts.success(result) });
    return result;
  } catch (thrown) {
    const error = texts.signal?.aborted && !context.signal.aborted ? new GivenUp() : thrown;
    const status = error instanceof GivenUp ? "skipped" : "error";
    report(context, { step, component, status, message: messageOf(error) });
    throw error;
  }
}
