import type { Problem } from "../base/problem.ts";
import {
  appBindables,
  componentsOf,
  type AppSpec,
  type EnvVariable,
  isCiphertext,
  referencesIn,
} from "../spec/index.ts";
import { mapEnvs } from "./map-envs.ts";
import { finding } from "./resolve/finding.ts";

export interface MissingValue {
  /** Component whose variable needs it; null for the app's own variables. */
  readonly component: string | null;
  /** Name under which the value is to be given. */
  readonly key: string;
  readonly why: string;
  /** Place of the value in the spec. */
  readonly field: string;
}

export interface ValueOptions {
  /** True if this installation encrypted it. Default: none is ours. */
  readonly isOurs?: (ciphertext: string) => boolean;
}

/** Bare names that the platform gives a value. */
const BINDABLES: ReadonlySet<string> = new Set(appBindables);

interface EnvList {
  readonly component: string | null;
  readonly field: string;
  readonly envs: readonly EnvVariable[];
  /** Names that a reference in this list finds elsewhere: the app's variables, and PORT in a service. */
  readonly inherited: ReadonlySet<string>;
}

/**
 * Values the spec leaves to its user and that `given` lacks: secrets without one or with another installation's
 * ciphertext, and `${NAME}` placeholders that nothing defines.
 */
export function missingValues(
  spec: AppSpec,
  given: Readonly<Record<string, string>>,
  options: ValueOptions = {},
): MissingValue[] {
  return envLists(spec).flatMap((list) =>
    list.envs.flatMap((variable, index) =>
      wantedBy(variable, list, options)
        .filter(({ key }) => !Object.hasOwn(given, key))
        .map(({ key, why }) => ({
          component: list.component,
          key,
          why,
          field: `${list.field}envs[${index}].value`,
        })),
    ),
  );
}

/** The spec with given values in the places where values are missing; nothing else is replaced. */
export function withValues(
  spec: AppSpec,
  given: Readonly<Record<string, string>>,
  options: ValueOptions = {},
): AppSpec {
  const lists = new Map(envLists(spec).map((list) => [list.component, list]));
  return mapEnvs(spec, (variable, component) => {
    const list = lists.get(component);
    return list ? fillVariable(variable, list, given, options) : variable;
  });
}

/** One error a component, which lists everything it misses. */
export function missingValueProblems(missing: readonly MissingValue[]): Problem[] {
  const byComponent = Map.groupBy(missing, ({ component }) => component);
  return [...byComponent].map(([component, values]) =>
    finding("error", "value-missing", values[0]?.field ?? "", {
      message: `${component ?? "the app"} needs ${[...new Set(values.map(({ key, why }) => `${key} (${why})`))].join(", ")}`,
      hint: "give the values in .do/ashore.env, with --env-file or in the environment",
    }),
  );
}

function envLists(spec: AppSpec): EnvList[] {
  const shared = spec.envs ?? [];
  const sharedKeys = new Set(shared.map(({ key }) => key));
  const entries = componentsOf(spec).filter(({ kind }) => kind !== "function");
  const anyKey = entries.flatMap(({ component }) => (component.envs ?? []).map(({ key }) => key));
  return [
    {
      component: null,
      field: "",
      envs: shared,
      inherited: new Set(["PORT", ...othersThan(sharedKeys, anyKey)]),
    },
    ...entries.map(({ kind, field, component }) => ({
      component: component.name,
      field: `${field}.`,
      envs: component.envs ?? [],
      inherited: kind === "service" ? new Set([...sharedKeys, "PORT"]) : sharedKeys,
    })),
  ];
}

/** An app-level variable may name one that only components have, but its own name says nothing new there. */
function othersThan(keys: ReadonlySet<string>, names: readonly string[]): string[] {
  return names.filter((name) => !keys.has(name));
}

function wantedBy(
  variable: EnvVariable,
  list: EnvList,
  options: ValueOptions,
): { key: string; why: string }[] {
  const { key, value = "", type } = variable;
  if (isCiphertext(value)) {
    const why = "a secret that another installation encrypted";
    return options.isOurs?.(value) ? [] : [{ key, why }];
  }
  if (value === "") return type === "SECRET" ? [{ key, why: "a secret without a value" }] : [];
  const names = new Set(referencesIn(value).flatMap(({ scope, name }) => (scope === null ? name : [])));
  return [...names]
    .filter((name) => isPlaceholder(name, key, list))
    .map((name) => ({ key: name, why: name === key ? "a placeholder" : `a placeholder in ${key}` }));
}

/** A bare name that no bindable and no variable but the referring one itself stands behind. */
function isPlaceholder(name: string, key: string, { envs, inherited }: EnvList): boolean {
  if (BINDABLES.has(name) || inherited.has(name)) return false;
  return name === key || !envs.some((other) => other.key === name);
}

function fillVariable(
  variable: EnvVariable,
  list: EnvList,
  given: Readonly<Record<string, string>>,
  options: ValueOptions,
): EnvVariable {
  const { value = "" } = variable;
  const wanted = wantedBy(variable, list, options).filter(({ key }) => Object.hasOwn(given, key));
  if (wanted.length === 0) return variable;
  if (value === "" || isCiphertext(value)) return { ...variable, value: given[variable.key] ?? "" };
  const filled = wanted.reduce(
    (text, { key }) => text.replaceAll(`\${${key}}`, () => given[key] ?? ""),
    value,
  );
  return { ...variable, value: filled };
}
