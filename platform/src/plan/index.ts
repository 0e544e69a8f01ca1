export { bindingsBeforeRun, buildBindings, runBindings, type Bindings } from "./bindings.ts";
export { connectionUrl, jdbcConnectionUrl } from "./connection-url.ts";
export { fillEnv, type FillOptions } from "./fill-env.ts";
export { makePlan, type PlanOutcome } from "./make-plan.ts";
export { isUnchanged, type Change } from "./changes.ts";
export { diffPlans } from "./diff.ts";
export {
  missingValueProblems,
  missingValues,
  withValues,
  type MissingValue,
  type ValueOptions,
} from "./missing-values.ts";
