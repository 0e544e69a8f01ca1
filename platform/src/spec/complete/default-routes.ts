import type { AppSpec } from "../app-spec.ts";
import { componentsOf } from "../components.ts";
import type { RoutableEntry } from "../components.ts";
import { isPublic } from "./public.ts";

/**
 * Paths of public components that neither `routes` nor `ingress` mentions, when the app has no ingress rules: the first
 * gets `/` unless another owns it, each further one a path of its own name.
 */
export function defaultRoutes(spec: AppSpec): readonly (RoutableEntry & { readonly path: string })[] {
  if ((spec.ingress?.rules ?? []).length > 0) return [];
  const entries = componentsOf(spec).filter((entry) => isPublic(entry, spec));
  const isRouted = ({ component }: RoutableEntry) => (component.routes ?? []).length > 0;
  const isRootTaken = entries.some(({ component }) => component.routes?.some(({ path }) => path === "/"));
  return entries
    .filter((entry) => !isRouted(entry))
    .map((entry, i) => ({ ...entry, path: i === 0 && !isRootTaken ? "/" : `/${entry.component.name}` }));
}
