import { describe, expect, it } from "vitest";
import type { SourcedComponent } from "./components.ts";
import { matchSources } from "./match-sources.ts";
import { sourceOf } from "./repository.ts";

function component(name: string, repo?: string, branch = "main"): SourcedComponent {
  const named = repo === undefined ? null : sourceOf({ github: { repo, branch } });
  return { name, field: `services[${name}]`, sourceDir: undefined, commands: [], named };
}

const checkout = { remotes: ["git@github.com:owner/app.git"], branch: "main" };

function cloned(components: readonly SourcedComponent[], remotes = checkout.remotes): string[] {
  const { clones } = matchSources(components, { remotes, branch: "main" });
  return [...clones].flatMap(([name, clone]) => (clone ? [name] : []));
}

describe("matchSources", () => {
  it("says nothing when every component names a remote of the checkout", () => {
    const match = matchSources([component("web", "Owner/App"), component("api")], checkout);
    expect(match.problems).toEqual([]);
    expect([...match.clones.values()]).toEqual([null, null]);
  });

  it("takes the only repository that is named for the checkout, with one notice", () => {
    const components = [component("web", "other/thing"), component("api", "other/thing")];
    const match = matchSources(components, checkout);
    expect(cloned(components)).toEqual([]);
    expect(match.problems).toHaveLength(1);
    expect(match.problems[0]).toMatchObject({
      severity: "notice",
      rule: "source-is-this-checkout",
      message: "the source github.com/other/thing is taken to be this checkout",
      hint: "its remote is github.com/owner/app",
    });
  });

  it("clones the others when one of several repositories is a remote", () => {
    const components = [
      component("web", "other/site"),
      component("api", "owner/app"),
      component("x", "other/site"),
    ];
    expect(cloned(components)).toEqual(["web", "x"]);
  });

  it("prefers a repository of the remote's name when none is equal", () => {
    const components = [component("a", "up/site"), component("b", "up/site"), component("c", "upstream/app")];
    expect(cloned(components)).toEqual(["a", "b"]);
  });

  it("takes the most common one for a checkout that nothing can be compared with", () => {
    const components = [component("a", "x/one"), component("b", "x/two"), component("c", "x/two")];
    expect(cloned(components, [])).toEqual(["a"]);
  });

  it("never clones a placeholder", () => {
    const components = [component("a", "owner/app"), component("b", "${GITHUB_REPO}")];
    expect(cloned(components)).toEqual([]);
  });

  it("notes another branch once and ignores a branch that is a placeholder", () => {
    const components = [
      component("a", "owner/app", "release"),
      component("b", "owner/app", "release"),
      component("c", "owner/app", "${BRANCH}"),
    ];
    const { problems } = matchSources(components, checkout);
    expect(problems.map((problem) => problem.message)).toEqual([
      "the spec names the branch release; this checkout is on main, which is what runs",
    ]);
  });
});
