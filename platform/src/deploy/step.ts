import type { Phase } from "../base/event.ts";
import type { DeployContext } from "./context.ts";

/** One line of the list in steps.ts. */
export interface Step {
  readonly name: string;
  /** What the deployment's phase is while the step runs; null leaves it. */
  readonly phase: Phase | null;
  run(context: DeployContext): Promise<void>;
  /** Takes back what `run` did, also half-done; called in reverse order when a later step fails. */
  undo?(context: DeployContext): Promise<void>;
}
