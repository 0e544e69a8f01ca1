import { componentsOf } from "../../spec/index.ts";
import type { Finding, Rule } from "../rule.ts";
import { isPlaceholder } from "../values/placeholder.ts";

const example = (repo: string): Rule["failing"] => ({
  spec: { name: "app", services: [{ name: "web", health_check: {}, github: { repo, branch: "main" } }] },
  files: {},
});

export const placeholderRepository: Rule = {
  name: "placeholder-repository",
  severity: "warning",
  what: "A component's repository is still a placeholder",
  why: "App Platform has no access to such a repository, so the app cannot be created from this spec.",
  fix: "write the repository that holds the code",
  failing: example("YOUR_GITHUB_USERNAME/shop"),
  passing: example("acme/shop"),
  *check({ written }) {
    const told = new Set<string>();
    for (const { field, component } of componentsOf(written)) {
      for (const { field: at, message } of repositoriesOf(component, field)) {
        if (told.has(message) || !isPlaceholder(message)) continue;
        told.add(message);
        yield { field: at, message: `${message} is still a placeholder` };
      }
    }
  },
};

/** Each repository a component names, as the message. */
function repositoriesOf(
  { git, github, gitlab, bitbucket }: ReturnType<typeof componentsOf>[number]["component"],
  field: string,
): Finding[] {
  const hosted = Object.entries({ github, gitlab, bitbucket }).map(
    ([host, source]) => [`${host}.repo`, source?.repo] as const,
  );
  const all = [...hosted, ["git.repo_clone_url", git?.repo_clone_url] as const];
  return all.flatMap(([name, message]) =>
    message === undefined ? [] : { field: `${field}.${name}`, message },
  );
}
