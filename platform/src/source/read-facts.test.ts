import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exec } from "../base/exec.ts";
import type { AppSpec } from "../spec/index.ts";
import { readFacts } from "./read-facts.ts";

const env = {
  PATH: process.env["PATH"] ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "t",
  GIT_AUTHOR_EMAIL: "t@example.com",
  GIT_COMMITTER_NAME: "t",
  GIT_COMMITTER_EMAIL: "t@example.com",
};

let scratch: string;
let checkout: string;

beforeEach(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), "ashore-facts-")));
  checkout = join(scratch, "checkout");
  await mkdir(checkout);
});
afterEach(() => rm(scratch, { recursive: true }));

async function run(directory: string, ...args: string[]): Promise<string> {
  const outcome = await exec(["git", ...args], { cwd: directory, env });
  if (outcome.code !== 0) throw new Error(`git ${args.join(" ")}: ${outcome.stderr}`);
  return outcome.stdout.trim();
}

async function write(directory: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

async function commit(directory: string, files: Record<string, string>, branch = "main"): Promise<void> {
  await mkdir(directory, { recursive: true });
  await write(directory, files);
  await run(directory, "init", "-q", "-b", branch);
  await run(directory, "add", "-A");
  await run(directory, "commit", "-q", "-m", "first");
}

function read(spec: Omit<AppSpec, "name">, directory = checkout) {
  return readFacts({ name: "app", ...spec }, { directory, cloneRoot: join(scratch, "clones"), env });
}

async function treeHash(spec: Omit<AppSpec, "name">, component: string): Promise<string> {
  const { facts } = await read(spec);
  return facts.components[component]?.treeHash ?? "none";
}

const web: Omit<AppSpec, "name"> = { services: [{ name: "web" }] };

describe("files of a checkout", () => {
  it("takes tracked and untracked files, never ignored, deleted or secret ones", async () => {
    await commit(checkout, { "kept.js": "1", "gone.js": "1", ".gitignore": "*.log\n", "dir/a.txt": "a" });
    await rm(join(checkout, "gone.js"));
    await write(checkout, {
      "new.js": "2",
      "debug.log": "x",
      "node_modules/left/index.js": "x",
      "py/pyvenv.cfg": "",
      "py/bin/python": "",
      ".do/ashore.env": "SECRET=1",
      "dir/.do/ashore.env": "SECRET=1",
    });
    const { facts } = await read(web);
    expect(facts.sources["checkout"]).toMatchObject({ kind: "checkout", branch: "main", dirty: true });
    expect(facts.sources["checkout"]?.files).toEqual([".gitignore", "dir/a.txt", "kept.js", "new.js"]);
    expect(facts.components["web"]?.entries).toEqual([".gitignore", "dir/", "kept.js", "new.js"]);
  });

  it("knows a clean checkout and its commit", async () => {
    await commit(checkout, { "a.js": "1" });
    const { facts, problems } = await read(web);
    expect(facts.sources["checkout"]).toMatchObject({
      dirty: false,
      commit: await run(checkout, "rev-parse", "HEAD"),
    });
    expect(problems).toEqual([]);
  });

  it("calls a checkout dirty when a change is only staged", async () => {
    await commit(checkout, { "a.js": "1" });
    await write(checkout, { "a.js": "2" });
    await run(checkout, "add", "a.js");
    expect((await read(web)).facts.sources["checkout"]?.dirty).toBe(true);
  });

  it("takes everything but what tools make anew when there is no git", async () => {
    await write(checkout, {
      "app.py": "1",
      "deep/er/x.txt": "1",
      "node_modules/x/y.js": "1",
      "env/pyvenv.cfg": "",
      "env/bin/pip": "",
      ".venv/bin/pip": "",
      "__pycache__/app.pyc": "",
    });
    const { facts } = await read(web);
    expect(facts.sources["checkout"]).toMatchObject({
      commit: null,
      branch: null,
      files: ["app.py", "deep/er/x.txt"],
    });
  });

  it("takes everything of a repository on a machine without git", async () => {
    await commit(checkout, { "app.js": "1" });
    const options = { directory: checkout, cloneRoot: join(scratch, "clones"), env: { PATH: scratch } };
    const { facts } = await readFacts({ name: "app", ...web }, options);
    expect(facts.sources["checkout"]).toMatchObject({ commit: null, files: ["app.js"] });
  });

  it("knows a detached HEAD and a repository without a commit", async () => {
    await commit(checkout, { "app.js": "1" });
    await run(checkout, "checkout", "-q", "--detach");
    const head = await run(checkout, "rev-parse", "HEAD");
    expect((await read(web)).facts.sources["checkout"]).toMatchObject({ commit: head, branch: null });
    await rm(join(checkout, ".git"), { recursive: true });
    await run(checkout, "init", "-q");
    const { facts } = await read(web);
    expect(facts.sources["checkout"]).toMatchObject({
      commit: null,
      branch: null,
      dirty: true,
      files: ["app.js"],
    });
  });

  it("takes the files of a directory that its surrounding repository ignores", async () => {
    await commit(scratch, { ".gitignore": "checkout/\n", "other.txt": "" });
    await write(checkout, { "app.js": "1" });
    expect((await read(web)).facts.sources["checkout"]?.files).toEqual(["app.js"]);
  });

  it("takes the files of submodules and of repositories inside this one", async () => {
    await commit(join(scratch, "library"), { "lib.js": "1", ".gitignore": "cache\n" });
    await commit(checkout, { "a.js": "1" });
    await run(
      checkout,
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "add",
      "-q",
      join(scratch, "library"),
      "lib",
    );
    await commit(join(checkout, "inner"), { "inner.js": "1", ".gitignore": "cache\n" });
    await write(checkout, { "inner/cache": "x", "lib/cache": "x" });
    const { facts, problems } = await read(web);
    expect(facts.sources["checkout"]?.files).toEqual([
      ".gitmodules",
      "a.js",
      "inner/.gitignore",
      "inner/inner.js",
      "lib/.gitignore",
      "lib/lib.js",
    ]);
    expect(problems).toEqual([]);
  });

  it("warns of a submodule that is not checked out", async () => {
    await commit(join(scratch, "library"), { "lib.js": "1" });
    await commit(checkout, { "a.js": "1" });
    await run(
      checkout,
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "add",
      "-q",
      join(scratch, "library"),
      "lib",
    );
    await rm(join(checkout, "lib"), { recursive: true });
    await mkdir(join(checkout, "lib"));
    const { problems } = await read(web);
    expect(problems).toMatchObject([{ severity: "warning", rule: "submodule-missing" }]);
  });

  it("lists links without following them and reads no text through a link out of the source", async () => {
    await write(scratch, { "outside/package.json": "{}" });
    await commit(checkout, { "a.js": "1" });
    await symlink("../outside", join(checkout, "linked"));
    await symlink("../outside/package.json", join(checkout, "package.json"));
    const { facts } = await read(web);
    expect(facts.sources["checkout"]?.files).toEqual(["a.js", "linked", "package.json"]);
    expect(facts.components["web"]?.texts["package.json"]).toBe("");
  });
});

describe("tree hash", () => {
  const two: Omit<AppSpec, "name"> = {
    services: [
      { name: "web", source_dir: "web" },
      { name: "api", source_dir: "/api/" },
    ],
  };

  it("stays the same when a change is committed", async () => {
    await commit(checkout, { "a.js": "1" });
    await write(checkout, { "a.js": "2", "b.js": "3" });
    const before = await treeHash(web, "web");
    await run(checkout, "add", "-A");
    await run(checkout, "commit", "-q", "-m", "second");
    expect(await treeHash(web, "web")).toBe(before);
  });

  it("is the same for a large file read in pieces and its commit", async () => {
    await write(checkout, { "large.bin": "0123456789".repeat(600_000) });
    const before = await treeHash(web, "web");
    await commit(checkout, {});
    expect(await treeHash(web, "web")).toBe(before);
  });

  it("stays the same when the same tree has no git", async () => {
    await commit(checkout, { "a.js": "1" });
    await chmod(join(checkout, "a.js"), 0o755);
    const before = await treeHash(web, "web");
    await rm(join(checkout, ".git"), { recursive: true });
    expect(await treeHash(web, "web")).toBe(before);
  });

  it("changes with content, name and executable bit", async () => {
    await write(checkout, { "a.sh": "1" });
    const hashes = [await treeHash(web, "web")];
    await chmod(join(checkout, "a.sh"), 0o755);
    hashes.push(await treeHash(web, "web"));
    await write(checkout, { "a.sh": "2" });
    hashes.push(await treeHash(web, "web"));
    await write(checkout, { "b.sh": "" });
    hashes.push(await treeHash(web, "web"));
    expect(new Set(hashes).size).toBe(4);
  });

  it("does not see a changed spec, but sees other files beside it", async () => {
    await commit(checkout, { ".do/app.yaml": "name: app", "a.js": "1" });
    const before = await treeHash(web, "web");
    await write(checkout, { ".do/app.yaml": "name: other", ".do/ashore.yaml": "attach: {}" });
    expect(await treeHash(web, "web")).toBe(before);
    await write(checkout, { ".do/migrate.sh": "x" });
    expect(await treeHash(web, "web")).not.toBe(before);
  });

  it("does not see the spec that was named, wherever it stands", async () => {
    await commit(checkout, { "deploy/app.yaml": "name: app", "a.js": "1" });
    const read = async (specFile: string): Promise<string | undefined> => {
      const options = { directory: checkout, cloneRoot: join(scratch, "clones"), env, specFile };
      return (await readFacts({ name: "app", ...web }, options)).facts.components["web"]?.treeHash;
    };
    const named = join(checkout, "deploy/app.yaml");
    const [before, unnamed] = [await read(named), await read(join(checkout, ".do/app.yaml"))];
    await write(checkout, { "deploy/app.yaml": "name: other" });
    expect(await read(named)).toBe(before);
    expect(await read(join(checkout, ".do/app.yaml"))).not.toBe(unnamed);
  });

  it("covers only a component's own directory", async () => {
    await commit(checkout, { "web/a.js": "1", "api/a.js": "1" });
    const [web1, api1] = [await treeHash(two, "web"), await treeHash(two, "api")];
    await write(checkout, { "api/a.js": "2" });
    expect(await treeHash(two, "web")).toBe(web1);
    expect(await treeHash(two, "api")).not.toBe(api1);
  });

  it("covers everything for a component that reaches out of its directory", async () => {
    const reaching: Record<string, string>[] = [
      { "web/package.json": '{"dependencies":{"shared":"file:../shared"}}' },
      { "web/src/app.ts": 'import { x } from "../../shared/s.js";' },
      { "package.json": '{"workspaces":["web","shared"]}', "web/package.json": "{}" },
      { "pnpm-workspace.yaml": "packages: [web]", "web/package.json": "{}" },
    ];
    for (const [index, files] of reaching.entries()) {
      const directory = join(scratch, `reaching-${index}`);
      await commit(directory, { ...files, "shared/s.js": "1", "api/a.js": "1" });
      const before = (await read(two, directory)).facts.components["web"];
      await write(directory, { "shared/s.js": "2" });
      const after = (await read(two, directory)).facts.components["web"];
      expect(before?.reachesOutside).toBe(true);
      expect(after?.treeHash).not.toBe(before?.treeHash);
    }
  });

  it("covers everything for a component with a link out of its directory", async () => {
    await commit(checkout, { "web/src/a.js": "1", "api/a.js": "1", "shared/s.js": "1" });
    expect((await read(two)).facts.components["web"]?.reachesOutside).toBe(false);
    await symlink("../../shared", join(checkout, "web/src/shared"));
    expect((await read(two)).facts.components["web"]?.reachesOutside).toBe(true);
  });
});

describe("a component's directory", () => {
  it("is described by its decisive files and its manage.py", async () => {
    await commit(checkout, {
      "web/package.json": '{"name":"web"}',
      "web/package-lock.json": "{}",
      "web/unrelated.txt": "x",
      "web/site/manage.py": "",
      "web/a/b/manage.py": "",
      "web/a/b/c/manage.py": "",
    });
    const { facts } = await read({ services: [{ name: "web", source_dir: "./web" }] });
    expect(facts.components["web"]).toMatchObject({
      directory: "web",
      directoryExists: true,
      texts: { "package.json": '{"name":"web"}', "package-lock.json": "" },
      managePy: "site/manage.py",
    });
  });

  it("that is missing is a problem that lists what exists", async () => {
    await commit(checkout, { "services/api/a.js": "1", "services/worker/a.js": "1", "top.js": "" });
    const { facts, problems } = await read({ workers: [{ name: "jobs", source_dir: "services/jobs" }] });
    expect(facts.components["jobs"]?.directoryExists).toBe(false);
    expect(problems).toMatchObject([
      {
        severity: "error",
        field: "workers[0].source_dir",
        message: "there is no directory services/jobs",
        hint: "services has api, worker",
      },
    ]);
  });

  it("is looked for further up when the spec's directory is not the repository's top", async () => {
    await commit(checkout, { "backend/.do/app.yaml": "", "backend/a.js": "1", "frontend/a.js": "1" });
    const { facts, problems } = await read(
      { services: [{ name: "web", source_dir: "/backend" }] },
      join(checkout, "backend"),
    );
    expect(facts.sources["checkout"]?.root).toBe(checkout);
    expect(facts.components["web"]?.entries).toEqual([".do/", "a.js"]);
    expect(problems).toMatchObject([{ severity: "notice", rule: "source-root-above" }]);
  });

  it("is said to be another one on App Platform where the checkout is the spec's repository", async () => {
    await commit(checkout, { "backend/.do/app.yaml": "", "backend/a.js": "1" });
    await run(checkout, "remote", "add", "origin", "git@github.com:me/shop.git");
    const below = join(checkout, "backend");
    const repository = (repo: string) => ({ services: [{ name: "web", github: { repo, branch: "main" } }] });
    const { problems } = await read(repository("me/shop"), below);
    expect(problems).toMatchObject([
      { rule: "source-root-below", hint: "write source_dir: backend if the spec is of this directory" },
    ]);
    expect((await read(repository("you/other"), below)).problems.map(({ rule }) => rule)).not.toContain(
      "source-root-below",
    );
  });

  it("is relative to the spec's directory when it exists there", async () => {
    await commit(checkout, {
      "examples/one/.do/app.yaml": "",
      "examples/one/web/a.js": "1",
      "web/b.js": "1",
    });
    const { facts, problems } = await read(
      { services: [{ name: "web", source_dir: "web" }] },
      join(checkout, "examples/one"),
    );
    expect(facts.sources["checkout"]).toMatchObject({
      root: join(checkout, "examples/one"),
      files: [".do/app.yaml", "web/a.js"],
      dirty: false,
    });
    expect(problems).toEqual([]);
  });
});

describe("another repository", () => {
  const site = (branch?: string): Omit<AppSpec, "name"> => ({
    services: [{ name: "web", git: { repo_clone_url: `file://${checkout}` } }],
    static_sites: [
      {
        name: "site",
        git: { repo_clone_url: `file://${join(scratch, "other")}`, ...(branch ? { branch } : {}) },
      },
    ],
  });

  beforeEach(async () => {
    await commit(checkout, { "app.js": "1" });
    await run(checkout, "remote", "add", "origin", `file://${checkout}`);
    await commit(join(scratch, "other"), { "index.html": "one" });
    await run(join(scratch, "other"), "branch", "legacy");
  });

  it("is cloned, kept, and refreshed", async () => {
    const lines: string[] = [];
    const options = {
      directory: checkout,
      cloneRoot: join(scratch, "clones"),
      env,
      onLine: (line: string) => lines.push(line),
    };
    const first = await readFacts({ name: "app", ...site("main") }, options);
    expect(first.problems).toEqual([]);
    expect(lines).toEqual([`Fetching file://${join(scratch, "other")}, branch main`]);
    const id = first.facts.components["site"]?.source ?? "";
    expect(first.facts.sources[id]).toMatchObject({ kind: "clone", dirty: false, files: ["index.html"] });
    expect(first.facts.components["web"]?.source).toBe("checkout");

    await commit(join(scratch, "other"), { "index.html": "two" });
    const second = await read(site("main"));
    expect(second.facts.sources[id]?.commit).toBe(await run(join(scratch, "other"), "rev-parse", "HEAD"));
    expect(second.facts.components["site"]?.treeHash).not.toBe(first.facts.components["site"]?.treeHash);
  });

  it("is cloned at its default branch when the spec names none", async () => {
    const { facts, problems } = await read(site());
    expect(problems).toEqual([]);
    expect(facts.components["site"]?.entries).toEqual(["index.html"]);
  });

  it("is used as it was when it cannot be fetched any more, with a warning", async () => {
    await read(site("main"));
    await rm(join(scratch, "other"), { recursive: true });
    const { facts, problems } = await read(site("main"));
    expect(facts.components["site"]?.entries).toEqual(["index.html"]);
    expect(problems).toMatchObject([{ severity: "warning", rule: "source-not-refreshed" }]);
  });

  it("without the branch is a problem that lists its branches", async () => {
    const { facts, problems } = await read(site("nightly"));
    expect(facts.components["site"]).toBeUndefined();
    expect(problems).toMatchObject([
      {
        severity: "error",
        field: "static_sites[0]",
        rule: "source-branch-missing",
        hint: "it has legacy, main",
      },
    ]);
  });

  it("that cannot be reached is a problem that names what was tried", async () => {
    await rm(join(scratch, "other"), { recursive: true });
    const { problems } = await read(site("main"));
    expect(problems).toMatchObject([{ severity: "error", rule: "source-unreachable" }]);
    expect(problems[0]?.message).toContain(`file://${join(scratch, "other")} could not be cloned`);
  });
});

describe("reading", () => {
  it("writes nothing into the checkout", async () => {
    await commit(checkout, { "a.js": "1" });
    await write(checkout, { "a.js": "2" });
    const before = await run(scratch, "hash-object", join(checkout, ".git/index"));
    await read(web);
    expect(await run(scratch, "hash-object", join(checkout, ".git/index"))).toBe(before);
    expect(await run(checkout, "status", "--porcelain", "--ignored")).toBe("M a.js");
  });

  it("ends with the signal's reason when it is told to stop", async () => {
    await commit(checkout, { "a.js": "1" });
    const options = { directory: checkout, cloneRoot: join(scratch, "clones"), env };
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(readFacts({ name: "app", ...web }, { ...options, signal })).rejects.toThrow("stopped");
  });
});
