import { componentsOf, isRoutable, kindName } from "../components.ts";
import { isPublic } from "../complete/public.ts";
import type { AppSpec } from "../app-spec.ts";
import { didYouMean } from "../suggest.ts";
import { error, notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** Rules lead to components that can answer, and components are led to. */
export const ingressTarget: Rule = {
  name: "ingress-target",
  severity: "error",
  what: "An ingress rule leads to what answers no requests, or a component has no rule",
  why: "Only services, static sites and functions answer requests, and once there are rules nobody outside reaches a component without one.",
  fix: "name a service or a static site in each rule, and add a rule for each that should be reached",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "wbe" } }] },
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "web" } }] },
  },
  *check(spec) {
    const rules = spec.ingress?.rules ?? [];
    for (const [i, { component }] of rules.entries()) {
      if (component && component.name !== "")
        yield* checkName(component.name, spec, `ingress.rules[${i}].component.name`);
    }
    if (rules.length > 0) yield* findUnrouted(spec);
  },
};

function* checkName(name: string, spec: AppSpec, field: string): Iterable<Finding> {
  const entries = componentsOf(spec);
  const entry = entries.find(({ component }) => component.name === name);
  const routable = entries.filter(isRoutable).map(({ component }) => component.name);
  if (!entry) {
    const isDatabase = (spec.databases ?? []).some((database) => database.name === name);
    const what = isDatabase ? "a database, which answers no requests" : "no component";
    yield error(field, `is ${name}, ${isDatabase ? "" : "which is "}${what}`, hintFor(name, routable));
  } else if (!isRoutable(entry)) {
    yield error(
      field,
      `is ${name}, a ${kindName(entry.kind)}, which answers no requests`,
      hintFor(name, routable),
    );
  } else if (
    entry.kind === "service" &&
    entry.component.http_port === undefined &&
    entry.component.internal_ports?.length
  ) {
    yield warning(
      field,
      `is ${name}, which has internal_ports and no http_port; 8080 is taken`,
      "set its http_port",
    );
  }
}

function hintFor(name: string, routable: readonly string[]): string {
  const closest = didYouMean(name, routable);
  return closest || (routable.length === 0 ? "" : `write one of ${routable.join(", ")}`);
}

function* findUnrouted(spec: AppSpec): Iterable<Finding> {
  const routed = new Set(spec.ingress?.rules?.map(({ component }) => component?.name));
  for (const entry of componentsOf(spec)) {
    const { component, field } = entry;
    if (!isPublic(entry, spec) || routed.has(component.name) || entry.component.routes) continue;
    if (entry.kind === "service")
      yield notice(field, "has no ingress rule, so only other components reach it");
    else yield warning(field, "has no ingress rule, so nobody reaches it", "add one to ingress.rules");
  }
}
