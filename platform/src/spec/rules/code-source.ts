import { componentsOf } from "../components.ts";
import type { ComponentEntry } from "../components.ts";
import { error, notice } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** A source of code names a repository, and should name a branch. */
export const codeSource: Rule = {
  name: "code-source",
  severity: "error",
  what: "A source of code names no repository, no proper URL or no branch",
  why: "App Platform clones the code from the place that is named here, and takes its default branch if none is named.",
  fix: "write the repository, or the whole URL for git, and the branch",
  failing: { name: "app", services: [{ name: "web", github: { branch: "main" } }] },
  passing: { name: "app", services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }] },
  *check(spec) {
    for (const { component, field } of componentsOf(spec)) yield* checkSources(component, field);
  },
};

function* checkSources(component: ComponentEntry["component"], field: string): Iterable<Finding> {
  const { git } = component;
  if (git) {
    if (git.repo_clone_url === undefined) yield error(`${field}.git.repo_clone_url`, "is missing");
    else if (!isCloneUrl(git.repo_clone_url)) {
      yield error(`${field}.git.repo_clone_url`, "is no URL", "write the whole URL, as git clone takes it");
    }
    if (git.branch === undefined) yield withoutBranch(`${field}.git.branch`);
  }
  for (const host of ["github", "gitlab", "bitbucket"] as const) {
    const source = component[host];
    if (source && source.repo === undefined) {
      yield error(`${field}.${host}.repo`, "is missing", "write owner/repository");
    }
    if (source && source.branch === undefined) yield withoutBranch(`${field}.${host}.branch`);
  }
}

function withoutBranch(field: string): Finding {
  return notice(field, "is missing, the default branch is taken");
}

function isCloneUrl(url: string): boolean {
  return /^([a-z+]+:\/\/|[^@/\s]+@[^:/\s]+:|\$\{)\S/i.test(url);
}
