import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exec } from "../base/exec.ts";
import { isNeverWatched, watchedPaths } from "./watch-filter.ts";
import { watchCheckout } from "./watch.ts";

const env = { PATH: process.env["PATH"] ?? "" };
let directory: string;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(path.join(tmpdir(), "ashore-watch-")));
  await mkdir(path.join(directory, "src"));
  await mkdir(path.join(directory, "node_modules", "pkg"), { recursive: true });
  await mkdir(path.join(directory, "out"));
  await writeFile(path.join(directory, ".gitignore"), "out/\n*.log\n");
  await exec(["git", "init", "--quiet"], { cwd: directory, env });
});

afterEach(() => rm(directory, { recursive: true }));

const write = (relative: string): Promise<void> =>
  writeFile(path.join(directory, relative), String(Math.random()));

test("never watches .git, node_modules and the like, at any depth", () => {
  expect([".git/index", "a/node_modules/x.js", "a/__pycache__"].filter(isNeverWatched)).toHaveLength(3);
  expect(["src/git.ts", "node_modules.md"].filter(isNeverWatched)).toEqual([]);
});

test("never tells of what editors write beside a file while they save it", () => {
  const own = ["4913", "sedHZscnw", "app.yaml~", ".#app.yaml", ".app.yaml.swp", ".app.yaml.swx", "a.tmp"];
  expect(own.map((name) => path.join(".do", name)).filter((each) => !isNeverWatched(each))).toEqual([]);
  const others = ["sed.js", "sedan.ts", "14913", "tmp/a.ts", "a.tmpl", "swp"];
  expect(others.filter(isNeverWatched)).toEqual([]);
});

test("leaves out what git ignores, and nothing outside a repository", async () => {
  const paths = ["src/a.ts", "out/a.js", "debug.log", "node_modules/x"];
  expect(await watchedPaths(directory, paths, env)).toEqual(["src/a.ts"]);
  const values = ["out/.do/ashore.env", ".do/ashore.env"];
  expect(await watchedPaths(directory, [...values, "out/.do/other.env"], env)).toEqual(values);
  await rm(path.join(directory, ".git"), { recursive: true });
  expect(await watchedPaths(directory, paths, env)).toEqual(["src/a.ts", "out/a.js", "debug.log"]);
});

test("tells a batch of changed files, also in directories made later, and not of ignored ones", async () => {
  const stop = new AbortController();
  const batches = await watchCheckout(directory, { env, signal: stop.signal, quietMs: 30 });
  await Promise.all(["src/a.ts", "out/b.js", "c.log"].map(write));
  expect((await batches.next()).value).toEqual(["src/a.ts"]);

  await mkdir(path.join(directory, "lib"));
  const seen = new Set<string>();
  while (!seen.has("lib")) for (const one of (await batches.next()).value) seen.add(one);
  await write("lib/new.ts");
  while (!seen.has("lib/new.ts")) for (const one of (await batches.next()).value) seen.add(one);
  expect([...seen].filter((one) => one.startsWith("out") || one.endsWith(".log"))).toEqual([]);

  const reason = new Error("enough");
  const last = batches.next();
  stop.abort(reason);
  await expect(last).rejects.toBe(reason);
});
