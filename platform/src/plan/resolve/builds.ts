import type { BuildInputs, BuildPlan } from "../plan.ts";

/** A component with what its build would do. */
export interface Buildable {
  readonly component: string;
  readonly inputs: BuildInputs;
}

/** One build for all components whose inputs are equal, named after the first of them. */
export function shareBuilds(buildables: readonly Buildable[]): BuildPlan[] {
  const byInputs = new Map<string, { inputs: BuildInputs; components: string[] }>();
  for (const { component, inputs } of buildables) {
    const key = JSON.stringify(inputs);
    const shared = byInputs.get(key);
    if (shared) shared.components.push(component);
    else byInputs.set(key, { inputs, components: [component] });
  }
  return [...byInputs.values()].map(({ inputs, components }) => ({
    name: components[0] ?? "",
    components,
    inputs,
  }));
}
