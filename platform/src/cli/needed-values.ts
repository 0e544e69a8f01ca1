import { appBindables, isCiphertext, type AppSpec, type EnvVariable } from "../spec/index.ts";
import { lookUp, type Values } from "./env-file.ts";

const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Names of the values that a spec leaves to its user: secrets without a value or with one that somebody else
 * encrypted, and `${NAME}` placeholders that no variable in scope defines.
 */
export function neededNames(spec: AppSpec): Set<string> {
  const names = new Set<string>();
  const shared = spec.envs ?? [];
  const sharedKeys = new Set(shared.map((variable) => variable.key));
  for (const variable of shared) addNames(names, variable, without(sharedKeys, variable.key));
  for (const envs of componentEnvs(spec)) {
    const own = new Set(envs.map((variable) => variable.key));
    for (const variable of envs)
      addNames(names, variable, new Set([...without(own, variable.key), ...sharedKeys]));
  }
  return names;
}

/** What the sources have of the names; a name that none has is left out, and the server says who misses it. */
export function gatherValues(names: Iterable<string>, sources: readonly Values[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = lookUp(name, sources);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** `defined`: keys that a reference in this variable finds in the spec itself. */
function addNames(names: Set<string>, variable: EnvVariable, defined: ReadonlySet<string>): void {
  const value = variable.value ?? "";
  if (isCiphertext(value) || (value === "" && variable.type === "SECRET")) names.add(variable.key);
  for (const [, name = ""] of value.matchAll(PLACEHOLDER))
    if (!defined.has(name) && !appBindables.includes(name)) names.add(name);
}

function componentEnvs(spec: AppSpec): (readonly EnvVariable[])[] {
  const components = [
    ...(spec.services ?? []),
    ...(spec.workers ?? []),
    ...(spec.jobs ?? []),
    ...(spec.static_sites ?? []),
  ];
  return components.map((component) => component.envs ?? []);
}

function without(keys: ReadonlySet<string>, key: string): Set<string> {
  return new Set([...keys].filter((other) => other !== key));
}
