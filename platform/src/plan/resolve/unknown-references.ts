import type { Problem } from "../../base/problem.ts";
import { componentsOf, didYouMean, type AppSpec, type EnvVariable } from "../../spec/index.ts";
import type { Bindings } from "../bindings.ts";
import { referencesIn, type Reference } from "../references.ts";
import { finding } from "./finding.ts";

/** Bindables of components that one app-level variable may get for some components and not for others. */
const SELF_NAMES = [
  "COMMIT_HASH",
  "PUBLIC_URL",
  "PUBLIC_ROUTE_PATH",
  "PRIVATE_DOMAIN",
  "PRIVATE_URL",
  "PRIVATE_PORT",
  "HOSTNAME",
  "PORT",
];

interface EnvList {
  readonly field: string;
  /** Component the list belongs to; null for the app's own. */
  readonly owner: string | null;
  readonly envs: readonly EnvVariable[];
}

/**
 * Warnings for references to a component, database or bindable that does not exist: they reach the component as
 * they are written. Bare names are judged with the missing values.
 */
export function warnOfUnknown(spec: AppSpec, bindings: Bindings): Problem[] {
  const lists: EnvList[] = [
    { field: "", owner: null, envs: spec.envs ?? [] },
    ...componentsOf(spec).map(({ field, component }) => ({
      field: `${field}.`,
      owner: component.name,
      envs: component.envs ?? [],
    })),
  ];
  return lists.flatMap(({ field, owner, envs }) =>
    envs.flatMap((variable, index) =>
      referencesIn(variable.value ?? "").flatMap((reference) =>
        judge(reference, owner, bindings).map((text) =>
          finding("warning", "unknown-reference", `${field}envs[${index}].value`, text),
        ),
      ),
    ),
  );
}

function judge(
  { scope, name, raw }: Reference,
  owner: string | null,
  bindings: Bindings,
): { message: string; hint: string }[] {
  if (scope === null) return [];
  const target = scope === "_self" ? owner : scope;
  const names = target === null ? SELF_NAMES : Object.keys(bindings.components[target] ?? {});
  if (names.includes(name)) return [];
  const isKnown = target === null || Object.hasOwn(bindings.components, target);
  const stays = `${raw} is passed on as it is`;
  if (isKnown) {
    const choice = didYouMean(name, names) || `it has ${names.join(", ")}`;
    return [{ message: `${stays}: ${scope} has no ${name}`, hint: choice }];
  }
  const others = Object.keys(bindings.components);
  const choice = didYouMean(scope, others) || `there are ${others.join(", ")}`;
  return [{ message: `${stays}: there is no component or database ${scope}`, hint: choice }];
}
