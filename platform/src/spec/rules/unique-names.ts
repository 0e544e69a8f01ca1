import { componentsOf } from "../components.ts";
import { error } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** Components of all kinds and databases share one set of names. */
export const uniqueNames: Rule = {
  name: "unique-names",
  severity: "error",
  what: "Two components or databases have the same name",
  why: "Components of all kinds and databases share one set of names, by which routes and references find them.",
  fix: "give each component and database its own name",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    workers: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    workers: [{ name: "queue", github: { repo: "acme/web", branch: "main" } }],
  },
  *check(spec) {
    const databases = (spec.databases ?? []).map(({ name }, i) => ({ name, field: `databases[${i}]` }));
    const components = componentsOf(spec).map(({ component, field }) => ({ name: component.name, field }));
    const first = new Map<string, string>();
    for (const { name, field } of [...components, ...databases]) {
      const taken = first.get(name);
      if (name !== "" && taken !== undefined) {
        yield error(
          `${field}.name`,
          `is ${name}, as is ${taken}.name`,
          "give each component and database its own name",
        );
      }
      if (taken === undefined) first.set(name, field);
    }
  },
};
