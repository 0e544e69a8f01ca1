import { describe, expect, it } from "vitest";
import { identityOf, sourceOf } from "./repository.ts";

describe("identityOf", () => {
  it.each([
    "https://github.com/Owner/App.git",
    "https://github.com/owner/app/",
    "https://token:x-oauth-basic@github.com/owner/app",
    "http://GitHub.com/owner/app.git",
    "git@github.com:owner/app.git",
    "github.com:owner/app",
    "ssh://git@github.com/owner/app.git",
    "ssh://git@github.com:22/owner/app",
    "ssh://git@ssh.github.com:443/owner/app.git",
    "git://github.com/owner/app",
  ])("reads %s as github.com/owner/app", (url) => {
    expect(identityOf(url)).toBe("github.com/owner/app");
  });

  it("keeps sub-groups and leaves paths of this machine as they are", () => {
    expect(identityOf("git@gitlab.com:group/sub/App.git")).toBe("gitlab.com/group/sub/app");
    expect(identityOf("file:///srv/Repos/App.git")).toBe("/srv/Repos/App");
    expect(identityOf("/srv/Repos/App.git/")).toBe("/srv/Repos/App");
    expect(identityOf("../App")).toBe("../App");
  });
});

describe("sourceOf", () => {
  it("gives hosted repositories the URL that git clones", () => {
    expect(sourceOf({ github: { repo: "Owner/App", branch: "main" } })).toEqual({
      url: "https://github.com/Owner/App.git",
      branch: "main",
      identity: "github.com/owner/app",
    });
    expect(sourceOf({ gitlab: { repo: "a/b/c" } })?.url).toBe("https://gitlab.com/a/b/c.git");
    expect(sourceOf({ bitbucket: { repo: "a/b" } })?.url).toBe("https://bitbucket.org/a/b.git");
  });

  it("accepts a whole URL where only owner/name belongs", () => {
    expect(sourceOf({ github: { repo: "https://github.com/owner/app.git" } })?.identity).toBe(
      "github.com/owner/app",
    );
  });

  it("finds no repository in a component that names none", () => {
    expect(sourceOf({})).toBeNull();
    expect(sourceOf({ git: { branch: "main" } })).toBeNull();
  });
});
