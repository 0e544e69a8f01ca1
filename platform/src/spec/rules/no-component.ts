import { componentsOf } from "../components.ts";
import { error } from "./rule.ts";
import type { Rule } from "./rule.ts";

export const noComponent: Rule = {
  name: "no-component",
  *check(spec) {
    if (componentsOf(spec).length > 0) return;
    yield error(
      "services",
      "are missing, and so is any other component",
      "add a service, a worker, a job or a static site",
    );
  },
};
