import { componentsOf } from "../components.ts";
import { error } from "./rule.ts";
import type { Rule } from "./rule.ts";

const sources = ["git", "github", "gitlab", "bitbucket", "image"] as const;

export const oneSource: Rule = {
  name: "one-source",
  severity: "error",
  what: "A component has no source, or more than one",
  why: "App Platform takes the code or the image of a component from exactly one place.",
  fix: "leave exactly one of git, github, gitlab and bitbucket, or an image unless it is a static site",
  failing: { name: "app", services: [{ name: "web" }] },
  passing: { name: "app", services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }] },
  *check(spec) {
    for (const { component, field, kind } of componentsOf(spec)) {
      const present = sources.filter((source) => source in component);
      const possible = kind === "static_site" || kind === "function" ? sources.slice(0, -1) : sources;
      if (present.length === 0) yield error(field, "has no source", `add one of ${possible.join(", ")}`);
      if (present.length > 1) {
        yield error(field, `has several sources: ${present.join(", ")}`, "leave exactly one");
      }
    }
  },
};
