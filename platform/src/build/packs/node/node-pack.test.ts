import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { npmPack, openKit, type BuildKit } from "../../testing/build-kit.ts";

let kit: BuildKit;

beforeAll(async () => {
  kit = await openKit();
});

afterAll(() => kit.remove());

const INTEGRITY =
  "sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==";

const manifest = (more: object = {}): string =>
  JSON.stringify({ name: "a", version: "1.0.0", dependencies: { "is-number": "7.0.0" }, ...more });

const lockfile = (root: object = {}, packages: object = {}): string =>
  JSON.stringify({
    name: "a",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "a", version: "1.0.0", dependencies: { "is-number": "7.0.0" }, ...root },
      "node_modules/is-number": { version: "7.0.0", integrity: INTEGRITY, engines: { node: ">=0.12.0" } },
      ...packages,
    },
  });

const shout = (...lines: string[]): string => lines.join("\n");

test("npm: installs by lockfile with a package of the registry and one beside the project, then builds", async () => {
  const dependencies = { "is-number": "7.0.0", local: "file:local" };
  const scripts = { build: "node build.js", start: "node server.js" };
  const root = await kit.source({
    "package.json": manifest({ dependencies, scripts }),
    "package-lock.json": lockfile(
      { dependencies },
      { local: { version: "1.0.0" }, "node_modules/local": { resolved: "local", link: true } },
    ),
    "local/package.json": JSON.stringify({ name: "local", version: "1.0.0", main: "index.js" }),
    "local/index.js": "module.exports = 'local';",
    "build.js": shout(
      "const made = require('is-number')(5) + require('local') + process.versions.node.split('.')[0];",
      "require('node:fs').writeFileSync('made', made);",
    ),
  });
  const artifact = await kit.artifact(root, {
    packs: [npmPack({ buildScript: "build", startScript: true })],
  });
  expect(await readFile(join(artifact.directory, "made"), "utf8")).toBe("truelocal24");
  expect(artifact.processes).toEqual({ web: "npm start" });
  expect(artifact.env).toEqual({ NODE_ENV: "production", npm_config_update_notifier: "false" });
  expect(artifact.path.at(-1)).toBe("node_modules/.bin");
  for (const mount of artifact.mounts) await access(mount);
});

test("npm: reuses node_modules of the same lockfile, as the install left them", async () => {
  const files = { "package.json": manifest(), "package-lock.json": lockfile() };
  const spoil = "echo spoilt > node_modules/is-number/index.js; touch node_modules/new";
  await kit.artifact(await kit.source(files), { packs: [npmPack()], buildCommand: spoil });
  const before = kit.lines.length;
  const artifact = await kit.artifact(await kit.source({ ...files, "b.txt": "b" }), {
    packs: [npmPack()],
    buildCommand: "node -p 'require(`is-number`)(1)' > made; test ! -e node_modules/new",
  });
  expect(await readFile(join(artifact.directory, "made"), "utf8")).toBe("true\n");
  expect(kit.lines.slice(before)).toContain("-----> The lockfile is unchanged: node_modules is reused");
});

test("npm: takes npm install, and says so, when the lockfile does not match", async () => {
  const root = await kit.source({
    "package.json": manifest({ dependencies: { "is-number": "6.0.0" } }),
    "package-lock.json": lockfile(),
  });
  const artifact = await kit.artifact(root, { packs: [npmPack()] });
  const installed = await readFile(join(artifact.directory, "node_modules/is-number/package.json"), "utf8");
  expect(JSON.parse(installed)).toMatchObject({ version: "6.0.0" });
  expect(kit.lines.join("\n")).toContain("package-lock.json does not match package.json");
});

test("npm: prunes development dependencies after the build command", async () => {
  const dependencies = {};
  const devDependencies = { "is-number": "7.0.0" };
  const root = await kit.source({
    "package.json": manifest({ dependencies, devDependencies }),
    "package-lock.json": lockfile(
      { dependencies, devDependencies },
      { "node_modules/is-number": { version: "7.0.0", integrity: INTEGRITY, dev: true } },
    ),
  });
  const artifact = await kit.artifact(
    root,
    { packs: [npmPack({ prune: true })], buildCommand: "test -d node_modules/is-number" },
    { env: { NODE_ENV: "production" } },
  );
  await expect(access(join(artifact.directory, "node_modules/is-number"))).rejects.toThrow("ENOENT");
});

test("npm: a failing script names itself", async () => {
  const root = await kit.source({
    "package.json": manifest({ scripts: { build: "echo broken; exit 4" } }),
    "package-lock.json": lockfile(),
  });
  const failure = await kit.failure(root, { packs: [npmPack({ buildScript: "build" })] });
  expect(failure).toMatchObject({
    reason: "BuildJobExitNonZero",
    message: "npm run build exited with code 4",
  });
  expect(failure.lastLines).toContain("broken");
});

test("a bundler that is too old for its Node fails with the Node to choose", async () => {
  const root = await kit.source({
    "package.json": manifest({ scripts: { build: "echo \"code: 'ERR_OSSL_EVP_UNSUPPORTED'\"; exit 1" } }),
    "package-lock.json": lockfile(),
  });
  const failure = await kit.failure(root, { packs: [npmPack({ buildScript: "build" })] });
  expect(failure.hint).toMatch(/too old for Node 24\..*"16\.x" under engines\.node/);
});

test("a Node version nobody offers fails the build with what there is", async () => {
  const root = await kit.source({ "package.json": manifest(), "package-lock.json": lockfile() });
  const failure = await kit.failure(root, { packs: [npmPack({ nodeRange: "999.x" })] });
  expect(failure.message).toMatch(/^no Node version fits 999\.x; the newest on offer is \d+/);
});

test("yarn: installs by its lockfile with the yarn that wrote it", async () => {
  const classic = await kit.source({
    "package.json": manifest(),
    "yarn.lock": shout(
      "# yarn lockfile v1",
      "",
      "is-number@7.0.0:",
      '  version "7.0.0"',
      '  resolved "https://registry.yarnpkg.com/is-number/-/is-number-7.0.0.tgz#7535345b896734d5f80c4d06c50955527a14f12b"',
      `  integrity ${INTEGRITY}`,
      "",
    ),
  });
  const pack = npmPack({ manager: "yarn", lockfile: "yarn.lock", startScript: true });
  const artifact = await kit.artifact(classic, { packs: [pack], buildCommand: "yarn --version > made" });
  expect(await readFile(join(artifact.directory, "made"), "utf8")).toMatch(/^1\.22\./);
  expect(artifact.processes).toEqual({ web: "yarn start" });
  await access(join(artifact.directory, "node_modules/is-number"));
});

test("pnpm: installs by its lockfile", async () => {
  const root = await kit.source({
    "package.json": manifest(),
    "pnpm-lock.yaml": shout(
      "lockfileVersion: '9.0'",
      "settings: { autoInstallPeers: true, excludeLinksFromLockfile: false }",
      "importers:",
      "  .:",
      "    dependencies:",
      "      is-number: { specifier: 7.0.0, version: 7.0.0 }",
      "packages:",
      "  is-number@7.0.0:",
      `    resolution: { integrity: ${INTEGRITY} }`,
      "snapshots:",
      "  is-number@7.0.0: {}",
      "",
    ),
  });
  const pack = npmPack({ manager: "pnpm", lockfile: "pnpm-lock.yaml" });
  const artifact = await kit.artifact(root, {
    packs: [pack],
    buildCommand: "node -p 'require(`is-number`)(1)' > made; pnpm --version >> made",
  });
  expect(await readFile(join(artifact.directory, "made"), "utf8")).toMatch(/^true\n10\./);
});

test("packages that compile find Node's headers where every node-gyp looks, and may write beside them", async () => {
  const root = await kit.source({ "package.json": manifest(), "package-lock.json": lockfile() });
  const check = [
    "cd ~/.cache/node-gyp/$(node -p process.versions.node)",
    "test $(cat installVersion) -ge 11",
    "ls include/node/node.h include/node/common.gypi ~/.node-gyp/*/include/node/node.h",
    "touch ~/.cache/other",
  ];
  await kit.artifact(root, { packs: [npmPack()], buildCommand: check.join(" && ") });
});
