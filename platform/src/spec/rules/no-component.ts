import { componentsOf } from "../components.ts";
import { error } from "./rule.ts";
import type { Rule } from "./rule.ts";

export const noComponent: Rule = {
  name: "no-component",
  severity: "error",
  what: "The app has no component",
  why: "Components are what an app runs and publishes, and a database is none.",
  fix: "add a service, a worker, a job or a static site",
  failing: { name: "app" },
  passing: { name: "app", services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }] },
  *check(spec) {
    if (componentsOf(spec).length > 0) return;
    yield error(
      "services",
      "are missing, and so is any other component",
      "add a service, a worker, a job or a static site",
    );
  },
};
