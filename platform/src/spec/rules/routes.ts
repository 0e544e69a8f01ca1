import type { AppSpec } from "../app-spec.ts";
import { defaultRoutes } from "../complete/default-routes.ts";
import { isPublic } from "../complete/public.ts";
import { componentsOf, isRoutable } from "../components.ts";
import { error, notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** The old form of routing: `routes` of a component, or none at all. */
export const routes: Rule = {
  name: "routes",
  *check(spec) {
    yield* checkPaths(spec);
    const publicOnes = componentsOf(spec).filter((entry) => isPublic(entry, spec));
    if (publicOnes.length > 1) yield* tellDefaults(spec);
  },
};

function* checkPaths(spec: AppSpec): Iterable<Finding> {
  const hasIngress = (spec.ingress?.rules ?? []).length > 0;
  for (const { component, field } of componentsOf(spec).filter(isRoutable)) {
    for (const [i, { path }] of (component.routes ?? []).entries()) {
      if (path === "" || path.startsWith("/")) continue;
      yield error(`${field}.routes[${i}].path`, `cannot be ${path}`, `write /${path}`);
    }
    if (hasIngress && component.routes) {
      const what = "stand beside ingress.rules and are added to them";
      yield warning(`${field}.routes`, what, "write them all as ingress.rules");
    }
  }
}

function* tellDefaults(spec: AppSpec): Iterable<Finding> {
  for (const { field, component, path } of defaultRoutes(spec)) {
    const what = `has no route, ${component.name} is put at ${path}`;
    if (path === "/") yield notice(field, what);
    else yield warning(field, what, "write ingress.rules to say where it belongs");
  }
}
