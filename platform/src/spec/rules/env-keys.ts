import type { EnvVariable } from "../app-spec.ts";
import { componentsOf } from "../components.ts";
import { warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const envKeys: Rule = {
  name: "env-keys",
  severity: "warning",
  what: "A variable stands twice in one list",
  why: "Only the last one counts, and App Platform may refuse the list.",
  fix: "remove all but one",
  failing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        envs: [
          { key: "MODE", value: "test" },
          { key: "MODE", value: "live" },
        ],
      },
    ],
  },
  passing: {
    name: "app",
    services: [
      { name: "web", github: { repo: "acme/web", branch: "main" }, envs: [{ key: "MODE", value: "live" }] },
    ],
  },
  *check(spec) {
    yield* findTwice(spec.envs ?? [], "envs");
    for (const { component, field } of componentsOf(spec))
      yield* findTwice(component.envs ?? [], `${field}.envs`);
  },
};

function* findTwice(envs: readonly EnvVariable[], field: string): Iterable<Finding> {
  const first = new Map<string, number>();
  for (const [i, { key }] of envs.entries()) {
    const earlier = first.get(key);
    if (key !== "" && earlier !== undefined) {
      yield warning(
        `${field}[${i}].key`,
        `is ${key}, as is ${field}[${earlier}].key; the last one counts`,
        "remove one",
      );
    }
    first.set(key, i);
  }
}
