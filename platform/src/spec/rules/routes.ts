import { componentsOf, isRoutable } from "../components.ts";
import { isPublic } from "../complete/public.ts";
import { defaultRoutes } from "../complete/default-routes.ts";
import { error, notice, warning } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** The old form of routing: `routes` of a component, or none at all. */
export const routes: Rule = {
  name: "routes",
  *check(spec) {
    const hasIngress = (spec.ingress?.rules ?? []).length > 0;
    for (const { component, field } of componentsOf(spec).filter(isRoutable)) {
      for (const [i, { path }] of (component.routes ?? []).entries()) {
        if (path !== "" && !path.startsWith("/"))
          yield error(`${field}.routes[${i}].path`, `is ${path}`, `write /${path}`);
      }
      if (hasIngress && component.routes) {
        yield warning(
          `${field}.routes`,
          "stand beside ingress.rules and are added to them",
          "write them all as ingress.rules",
        );
      }
    }
    if (hasIngress || componentsOf(spec).filter((entry) => isPublic(entry, spec)).length < 2) return;
    for (const { field, component, path } of defaultRoutes(spec)) {
      const how = `has no route; ${component.name} is put at ${path}`;
      yield path === "/"
        ? notice(field, how)
        : warning(field, how, "write ingress.rules to say where it belongs");
    }
  },
};
