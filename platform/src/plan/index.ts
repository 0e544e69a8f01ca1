export { bindingsBeforeRun, buildBindings, runBindings, type Bindings } from "./bindings.ts";
export { connectionUrl, jdbcConnectionUrl } from "./connection-url.ts";
export { fillEnv, type FillOptions } from "./fill-env.ts";
export { makePlan, type PlanOutcome } from "./make-plan.ts";
