import type { AppSpec, ComponentEntry, EnvVariable } from "../spec/index.ts";

/** A variable as a component sees it, with where it stands. */
export interface Variable extends EnvVariable {
  /** Path to the variable, e.g. `services[0].envs[2]`. */
  readonly field: string;
}

/** The variables of a component by key: the app's under its own, the last of equal keys counts. */
export function variablesOf(spec: AppSpec, entry: ComponentEntry): ReadonlyMap<string, Variable> {
  return byKey([...placed(spec.envs, "envs"), ...placed(entry.component.envs, `${entry.field}.envs`)]);
}

/** Every variable of a spec, the app's first. */
export function allVariables(spec: AppSpec, entries: readonly ComponentEntry[]): Variable[] {
  const own = entries.flatMap(({ component, field }) => placed(component.envs, `${field}.envs`));
  return [...placed(spec.envs, "envs"), ...own];
}

/** True if the build sees it. */
export function isBuildTime({ scope }: EnvVariable): boolean {
  return scope !== "RUN_TIME";
}

/** True if running instances see it. */
export function isRunTime({ scope }: EnvVariable): boolean {
  return scope !== "BUILD_TIME";
}

function placed(envs: readonly EnvVariable[] = [], field: string): Variable[] {
  return envs.map((variable, index) => ({ ...variable, field: `${field}[${index}]` }));
}

function byKey(variables: readonly Variable[]): ReadonlyMap<string, Variable> {
  return new Map(variables.map((variable) => [variable.key, variable]));
}
