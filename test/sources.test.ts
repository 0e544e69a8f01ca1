import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour } from "./kit.ts";
import { bringUp, componentFiles, envAt, saveSpec, service, whoami } from "./tiny.ts";

const APP = "sourced";

describe("sources of a git checkout", () => {
  let at: Harbour;
  let directory: string;
  let elsewhere: string;
  beforeAll(async () => {
    at = await harbour();
    elsewhere = at.checkout({ ...componentFiles("far") });
    repository(elsewhere, "https://github.com/ashore/elsewhere.git");
    directory = at.checkout({ ...componentFiles("near"), ".gitignore": "*.secret\n.do/ashore.env\n" });
    writeFileSync(join(directory, "near", "local.secret"), "never");
    repository(directory, "git@github.com:ashore/tiny.git");
    mkdirSync(join(directory, ".do"));
    saveSpec(directory, spec("main"));
    writeFileSync(join(directory, ".do", "ashore.env"), "TOKEN=first\n");
    // Neither committed nor ignored: it is taken.
    writeFileSync(join(directory, "near", "greeting.txt"), "untracked change\n");
    writeFileSync(join(directory, "near", "new.txt"), "untracked");
  });
  afterAll(() => at.end());

  function spec(branch: string) {
    const near = service("near", "near", {
      build_command: "ls > listed.txt",
      envs: [
        { key: "TOKEN", type: "SECRET", scope: "RUN_TIME" },
        { key: "COMMIT", value: "${_self.COMMIT_HASH}", scope: "RUN_TIME" },
      ],
    });
    const { github: _github, ...far } = service("far", "far") as Record<string, unknown>;
    return {
      name: APP,
      services: [near, { ...far, git: { repo_clone_url: `file://${elsewhere}`, branch } }],
      ingress: {
        rules: [
          { match: { path: { prefix: "/far" } }, component: { name: "far" } },
          { match: { path: { prefix: "/" } }, component: { name: "near" } },
        ],
      },
    };
  }

  it("are its tracked and untracked files, never the ignored ones", async () => {
    await bringUp(at, directory);
    expect((await whoami(at, APP, "")).greeting).toBe("untracked change");
    const { stdout } = await at.ashore(["exec", "-a", APP, "near", "cat", "listed.txt"]);
    expect(stdout).toContain("new.txt\n");
    expect(stdout).not.toContain("local.secret");
    expect((await envAt(at, APP))["COMMIT"]).toBe(head(directory));
  });

  it("are a clone where the repository is another one, and follow its branch", async () => {
    expect((await whoami(at, APP, "/far")).greeting).toBe("one");
    writeFileSync(join(elsewhere, "far", "greeting.txt"), "not committed\n");
    expect((await bringUp(at, directory)).stdout).toContain("nothing changed");
    git(elsewhere, "commit", "-qam", "change");
    await bringUp(at, directory);
    expect((await whoami(at, APP, "/far")).greeting).toBe("not committed");
  });

  it("are refused with what there is when a branch or directory is missing", async () => {
    saveSpec(directory, spec("mian"));
    const branch = await at.ashore(["up", directory, "--detach"]);
    expect(branch).toMatchObject({ code: 2 });
    expect(branch.stderr).toMatch(/mian.*main/);
    const wrong = { ...spec("main"), services: [service("near", "naer")] };
    saveSpec(directory, { ...wrong, ingress: {} });
    const missing = await at.ashore(["up", directory, "--detach"]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toMatch(/naer.*near/);
    saveSpec(directory, spec("main"));
  });

  it("and values beside them are watched, ignored files are not", async () => {
    const up = at.start(["up", directory, "--watch"]);
    await waitUntil("it watches", () => up.text().includes("Following the logs"));
    writeFileSync(join(directory, "near", "local.secret"), "still never");
    writeFileSync(join(directory, ".do", "ashore.env"), "TOKEN=second\n");
    await waitUntil("the changed value is there", async () => (await envAt(at, APP))["TOKEN"] === "second");
    expect(up.text()).not.toContain("local.secret");
    up.child.kill("SIGINT");
    expect(await up.ended).toMatchObject({ code: 0 });
  });
});

function git(directory: string, ...args: string[]): string {
  const who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@ashore.example"];
  return execFileSync("git", [...who, ...args], { cwd: directory, encoding: "utf8" }).trim();
}

function repository(directory: string, remote: string): void {
  git(directory, "init", "-q", "-b", "main");
  git(directory, "remote", "add", "origin", remote);
  git(directory, "add", ".");
  git(directory, "commit", "-qm", "first");
}

function head(directory: string): string {
  return git(directory, "rev-parse", "HEAD");
}
