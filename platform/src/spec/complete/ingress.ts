import type { AppSpec, CorsSpec, Ingress, IngressRule } from "../app-spec.ts";
import { componentsOf, isRoutable } from "../components.ts";
import { defaultRoutes } from "./default-routes.ts";

/** The ingress of a spec with `routes` and `cors` of components turned into rules; undefined if nothing is routed. */
export function completeIngress(spec: AppSpec): Ingress | undefined {
  const written = spec.ingress?.rules ?? [];
  const defaults = new Map(defaultRoutes(spec).map(({ field, path }) => [field, path]));
  const made = componentsOf(spec)
    .filter(isRoutable)
    .flatMap(({ field, component }) => {
      const path = defaults.get(field);
      const routes = component.routes ?? (path === undefined ? [] : [{ path }]);
      return routes.map((route) => ruleOf(component.name, route, component.cors));
    });
  const rules = [...written, ...made];
  return rules.length === 0 ? spec.ingress : { ...spec.ingress, rules };
}

function ruleOf(
  name: string,
  route: { readonly path: string; readonly preserve_path_prefix?: boolean },
  cors: CorsSpec | undefined,
): IngressRule {
  return {
    match: { path: { prefix: route.path } },
    component: { name, ...(route.preserve_path_prefix && { preserve_path_prefix: true }) },
    ...(cors && { cors }),
  };
}
