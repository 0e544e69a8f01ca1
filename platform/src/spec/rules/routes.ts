import type { AppSpec } from "../app-spec.ts";
import { defaultRoutes } from "../complete/default-routes.ts";
import { isPublic } from "../complete/public.ts";
import { componentsOf, isRoutable } from "../components.ts";
import { error, notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** The old form of routing: `routes` of a component, or none at all. */
export const routes: Rule = {
  name: "routes",
  severity: "error",
  what: "A route has a bad path, stands beside ingress rules, or is missing where several components need one",
  why: "App Platform makes ingress rules of routes, whose paths start with a slash, and a component without a route gets a path that nobody chose.",
  fix: "write ingress.rules that say which path leads to which component",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" }, routes: [{ path: "api" }] }],
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" }, routes: [{ path: "/api" }] }],
  },
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
