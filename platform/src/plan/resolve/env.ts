import { type EnvVariable, isCiphertext } from "../../spec/index.ts";
import type { EnvVar } from "../plan.ts";

export type Phase = "build" | "run";

/**
 * Variables of a component in one phase: the app's under the component's own, each list by its order, the last of
 * equal keys wins.
 */
export function mergeEnv(
  appEnvs: readonly EnvVariable[] = [],
  ownEnvs: readonly EnvVariable[] = [],
  phase: Phase,
): EnvVar[] {
  const merged = new Map<string, EnvVar>();
  for (const variable of appEnvs.filter((one) => isInPhase(one, phase)))
    merged.set(variable.key, toVar(variable));
  for (const variable of ownEnvs.filter((one) => isInPhase(one, phase))) {
    // `X: ${X}` in a component passes the app's X on.
    const passesOn = variable.value === `\${${variable.key}}` && merged.has(variable.key);
    if (!passesOn) merged.set(variable.key, toVar(variable));
  }
  return [...merged.values()];
}

/** The plain value of a variable, or undefined if it is unset, secret or made of references. */
export function plainValue(vars: readonly EnvVar[], key: string): string | undefined {
  const found = vars.find((variable) => variable.key === key);
  return found === undefined || found.secret || found.template.includes("${") ? undefined : found.template;
}

function isInPhase(variable: EnvVariable, phase: Phase): boolean {
  return variable.scope !== (phase === "build" ? "RUN_TIME" : "BUILD_TIME");
}

function toVar({ key, value = "", type }: EnvVariable): EnvVar {
  return { key, template: value, secret: type === "SECRET" || isCiphertext(value) };
}
