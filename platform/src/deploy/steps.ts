import type { Phase } from "../base/event.ts";
import type { DeployContext } from "./context.ts";
import { build } from "./steps/build.ts";
import { goLive } from "./steps/go-live.ts";
import { openNetwork } from "./steps/open-network.ts";
import { postDeploy } from "./steps/post-deploy.ts";
import { preDeploy } from "./steps/pre-deploy.ts";
import { provideDatabases } from "./steps/provide-databases.ts";
import { retireReplaced } from "./steps/retire-replaced.ts";
import { startComponents } from "./steps/start-components.ts";

export interface Step {
  readonly name: string;
  /** What the deployment's phase is while the step runs; null leaves it. */
  readonly phase: Phase | null;
  run(context: DeployContext): Promise<void>;
  /** Takes back what `run` did, also half-done; called in reverse order when a later step fails. */
  undo?(context: DeployContext): Promise<void>;
}

/** A deployment, from top to bottom. Everything before `go-live` leaves the old release untouched. */
export const steps: readonly Step[] = [
  build,
  openNetwork,
  provideDatabases,
  preDeploy,
  startComponents,
  goLive,
  retireReplaced,
  postDeploy,
];
