import { lstat, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openKit, type BuildKit } from "./testing/build-kit.ts";

let kit: BuildKit;
const scan = { output: { directory: null } };

beforeAll(async () => {
  kit = await openKit();
});

afterAll(() => kit.remove());

test("publishes the named directory alone, with or without slashes around it", async () => {
  const root = await kit.source({ "src/a.txt": "a", "dist/index.html": "no" });
  for (const directory of ["out/site", "/out/site/", "./out/site"]) {
    const artifact = await kit.artifact(root, {
      output: { directory },
      buildCommand: "mkdir -p out/site && echo hi > out/site/index.html",
    });
    expect(artifact.siteRoot).toBe(artifact.directory);
    expect(await readdir(artifact.directory)).toEqual(["index.html"]);
    expect(artifact).toMatchObject({ processes: {}, path: [], mounts: [], env: {} });
  }
});

test("looks for _static, dist, public and build in this order", async () => {
  const root = await kit.source({ "build/index.html": "build", "public/index.html": "public" });
  const artifact = await kit.artifact(root, scan);
  expect(await readFile(join(artifact.directory, "index.html"), "utf8")).toBe("public");
});

test("publishes the directory itself when it holds an index.html and none of those", async () => {
  const root = await kit.source({ "index.html": "me", "css/a.css": "", "node_modules/a/b.js": "" });
  const artifact = await kit.artifact(root, scan);
  expect((await readdir(artifact.directory)).sort()).toEqual(["css", "index.html"]);
});

test("fails with what was looked for and what there is", async () => {
  const root = await kit.source({ "readme.md": "", "src/a.txt": "" });
  const scanned = await kit.failure(root, { ...scan, buildCommand: ":" });
  expect(scanned).toMatchObject({ reason: "BuildJobFailed" });
  expect(scanned.message).toContain("neither _static, dist, public, build nor an index.html exists");
  expect(scanned.message).toContain("there is readme.md, src/");
  const named = await kit.failure(root, { output: { directory: "web/dist" } });
  expect(named.message).toContain("web/dist does not exist after the build; there is readme.md, src/");
});

test("does not publish what lies outside of the build", async () => {
  const root = await kit.source({ "shared.txt": "shared", "dist/index.html": "i", "dist/deep/a.txt": "a" });
  await symlink("/etc/passwd", join(root, "dist/secrets"));
  await symlink("../../../../../../../../etc", join(root, "dist/deep/etc"));
  await symlink("../shared.txt", join(root, "dist/shared.txt"));
  await symlink("/workspace/dist/deep", join(root, "dist/again"));
  await symlink(".", join(root, "dist/self"));
  const artifact = await kit.artifact(root, scan);
  const files = (await readdir(artifact.directory, { recursive: true })).sort();
  expect(files).toEqual(["again", "again/a.txt", "deep", "deep/a.txt", "index.html", "shared.txt"]);
  expect((await lstat(join(artifact.directory, "shared.txt"))).isFile()).toBe(true);
  expect(await readFile(join(artifact.directory, "shared.txt"), "utf8")).toBe("shared");
});

test("refuses an output directory outside of the component's", async () => {
  const root = await kit.source({ "a.txt": "" });
  const failure = await kit.failure(root, { output: { directory: "../../../etc" } });
  expect(failure.message).toContain("outside of the component's directory");
});
