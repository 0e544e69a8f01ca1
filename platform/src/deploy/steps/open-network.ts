import { openAppNetwork } from "../app-network.ts";
import type { DeployContext } from "../context.ts";
import { planOf } from "../context.ts";
import type { Step } from "../step.ts";

/** The inner network under whose names the components reach each other. */
export const openNetwork: Step = {
  name: "network",
  phase: "DEPLOYING",
  run: (context: DeployContext) => openAppNetwork(context.parts, context.app, planOf(context)),
};
