import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SPEC_PATHS } from "../source/find-spec.ts";
import { runAshore } from "./testing/run-ashore.ts";

let home: string;
let directory: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), "ashore-cli-")));
  directory = path.join(home, "shop");
  await mkdir(path.join(directory, ".do"), { recursive: true });
});

afterEach(() => rm(home, { recursive: true }));

const ashore = (...args: string[]) => runAshore(args, { home, cwd: directory }).ended;
const writeSpec = (text: string) => writeFile(path.join(directory, ".do", "app.yaml"), text);

test("prints its version, and its help with examples and defaults", async () => {
  expect(await ashore("--version")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  });
  const help = await ashore();
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("Exit codes:") as string });
  expect(help.stdout).not.toContain("router [");
  const upHelp = (await ashore("up", "--help")).stdout.replace(/\s+/g, " ");
  expect(upHelp).toMatch(/\(default: the one it had, or 8080\).* Examples:/);
});

test.each(["up", "plan"])("%s names every place where it looks for a spec", async (command) => {
  expect((await ashore(command, "--help")).stdout.replace(/\s+/g, " ")).toContain(SPEC_PATHS.join(", "));
});

test.each([
  [["upp"], "error: unknown command 'upp'; Did you mean up?\n"],
  [["up", "--frob"], "error: unknown option '--frob'\n"],
  [["up", "--detach", "--watch"], "'-w, --watch' cannot be used with option '-d, --detach'\n"],
  [["up", "--port", "99999"], "It must be a number from 1 to 65535.\n"],
  [["logs", "--tail", "few"], "It must be a number of lines, or -1.\n"],
  [["exec"], "error: missing required argument 'COMPONENT'\n"],
  [["up", "nowhere"], "cannot be read: it does not exist\n"],
  [["-C", "nowhere", "status"], "cannot be read: it does not exist\n"],
  [["up", "--spec", "none.yaml"], "none.yaml cannot be read: it does not exist\n"],
  [["up"], "looked for .do/app.yaml, .do/app.yml, app.yaml, .do/deploy.template.yaml"],
  [["explain", "services.http_prt"], "did you mean services.http_port?"],
  [["explain", "http_path"], "did you mean services.health_check.http_path, services.liveness_health_check"],
])("ends %j with 2, one clear sentence and no stack", async (args, sentence) => {
  const { code, stdout, stderr } = await ashore(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
  expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
});

test.each([
  [["status"], 0, "Nothing is running.\n"],
  [["status", "--json"], 0, '{\n  "controlPlane": null,\n  "apps": []\n}\n'],
  [["down"], 0, "Nothing is running.\n"],
  [["down", "--json"], 0, '{"app":null,"stopped":[]}\n'],
  [["logs"], 2, ""],
  [["db"], 2, ""],
  [["restart"], 2, ""],
])("says plainly that nothing is running: %j", async (args, code, stdout) => {
  const ended = await ashore(...args);
  expect(ended).toMatchObject({ code, stdout });
  if (code === 2) expect(ended.stderr).toContain("Nothing is running");
});

test("refuses a home whose sockets could not be opened", async () => {
  const long = path.join(home, "x".repeat(100));
  const { code, stderr } = await runAshore(["status"], { home: long, cwd: directory }).ended;
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("too long for a unix socket") as string,
  });
});

test("says that a home cannot be made", async () => {
  await writeSpec("name: shop\n");
  const { code, stderr } = await runAshore(["up"], { home: "/dev/null/home", cwd: directory }).ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: ASHORE_HOME \/dev\/null\/home cannot be made: .*\nhint: name a directory .*\n$/,
  );
});

test("warns of a URL to attach whose variable has no value", async () => {
  await writeSpec("name: shop\ndatabases: [{ name: db, engine: PG }]\n");
  await writeFile(path.join(directory, ".do", "ashore.yaml"), 'attach: { db: "${NOWHERE_URL}" }\n');
  const { stdout } = await ashore("check");
  expect(stdout).toContain(
    "attach.db: ${NOWHERE_URL} has no value; set NOWHERE_URL in .do/ashore.env (warning",
  );
});

test("shows every problem of the spec before the app is started, sorted and counted", async () => {
  await writeSpec("name: shop\nservices:\n  - name: Api\n    portt: 1\n  - nam: b\n");
  const { code, stderr } = await ashore("up");
  expect(code).toBe(2);
  const lines = stderr.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^\.do\/app\.yaml:3:5 services\[0\]: /);
  expect(lines.at(-1)).toMatch(/^\d+ errors/);
  expect((await ashore("status")).stdout).toBe("Nothing is running.\n");
});

test("gives problems as JSON with layer, field and position", async () => {
  await writeSpec("name: shop\nservices:\n  - name: api\n    portt: 1\n");
  const { code, stdout } = await ashore("check", "--json");
  expect(code).toBe(1);
  const { file, problems } = JSON.parse(stdout) as {
    file: string;
    problems: { layer: string; field: string }[];
  };
  expect(file).toBe(path.join(directory, ".do", "app.yaml"));
  expect(problems).toContainEqual(
    expect.objectContaining({ layer: "parse", field: "services[0].portt", position: { line: 4, column: 5 } }),
  );
});

test("finds a good spec good, with and without its sources", async () => {
  await writeSpec(
    "name: shop\nservices:\n  - name: api\n    git: { repo_clone_url: https://example.com/a.git, branch: main }\n    run_command: node a.js\n",
  );
  await writeFile(path.join(directory, "package.json"), '{"name":"a","engines":{"node":"24.x"}}');
  await writeFile(path.join(directory, "package-lock.json"), '{"lockfileVersion":3,"packages":{}}');
  for (const target of [[], [".do/app.yaml"], [".", "--spec", ".do/app.yaml"]]) {
    const { code, stdout, stderr } = await ashore("check", ...target);
    expect({ code, stderr: stderr.includes("error") }).toEqual({ code: 0, stderr: false });
    expect(stdout).toMatch(/^\.do\/app\.yaml: .*$/m);
  }
});

test("fails for warnings when it is strict, silences rules with a reason, and says what both are", async () => {
  await writeSpec(
    "name: shop\nworkers:\n  - name: queue\n    image: { registry_type: DOCKER_HUB, registry: library, repository: redis }\n    envs: [{ key: A, value: '${b.C}' }]\n",
  );
  const strict = await ashore("check", "--strict");
  expect(strict.code).toBe(1);
  expect(strict.stdout).toMatch(
    /^\.do\/app\.yaml:5:\d+ workers\[0\]\.envs\[0\]\.value: \$\{b\.C\} .*write one of queue \(warning unknown-reference\)\n {4}why: /m,
  );
  const silence = path.join(directory, ".do", "ashore.yaml");
  await writeFile(
    silence,
    "silence:\n  unknown-reference: it is filled in elsewhere\n  unknown-referense: x\n",
  );
  const { code, stdout } = await ashore("check", "--json", "--cost");
  expect(code).toBe(0);
  const { problems, silenced, cost } = JSON.parse(stdout) as Record<string, unknown[]>;
  expect(problems).toEqual([
    expect.objectContaining({ rule: "ashore-yaml", hint: "did you mean unknown-reference?" }),
  ]);
  expect(silenced).toContainEqual({
    ...{ rule: "unknown-reference", reason: "it is filled in elsewhere", count: 1 },
  });
  expect(cost).toMatchObject({ usdPerMonth: 5 });
});

test("silences what only this version lacks, but no other error, also of a file in .do", async () => {
  await writeSpec(
    "name: shop\nservices:\n  - name: api\n    dockerfile_path: Dockerfile\n    git: { repo_clone_url: https://example.com/a.git, branch: main }\n",
  );
  const silence = path.join(directory, ".do", "ashore.yaml");
  await writeFile(
    silence,
    "silence: { needs-docker: it is deployed elsewhere, health-check-missing: it is internal }\n",
  );
  await writeFile(path.join(directory, "Dockerfile"), "FROM scratch\n");
  for (const target of [".", ".do/app.yaml"]) {
    const { code, stdout } = await ashore("check", target);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("2 silenced") as string,
    });
  }
  await writeSpec("name: shop\nservices:\n  - name: api\n");
  await writeFile(silence, "silence: { one-source: on purpose }\n");
  const { code, stdout } = await ashore("check");
  expect(code).toBe(1);
  expect(stdout).toContain("silence.one-source: one-source finds an error, which cannot be silenced");
});

test("tells of each component what its rules and what planning find, though the rule is the same", async () => {
  const git = "git: { repo_clone_url: https://example.com/a.git, branch: main }";
  await writeSpec(
    `name: shop\nservices:\n  - name: one\n    dockerfile_path: Dockerfile\n    ${git}\n  - name: two\n    source_dir: b\n    ${git}\n`,
  );
  await mkdir(path.join(directory, "b"));
  for (const place of ["Dockerfile", "b/Dockerfile"])
    await writeFile(path.join(directory, place), "FROM scratch\n");
  const { problems } = JSON.parse((await ashore("check", "--json")).stdout) as {
    problems: { rule: string; field: string }[];
  };
  const fields = problems.filter(({ rule }) => rule === "needs-docker").map(({ field }) => field);
  expect(fields).toEqual(["services[0].dockerfile_path", "services[1]"]);
});

test("writes problems for GitHub and for code scanners", async () => {
  await writeSpec(
    "name: shop\nservices:\n  - name: api\n    portt: 1\n    git: { repo_clone_url: https://example.com/a.git, branch: main }\n",
  );
  const github = await ashore("check", "--format", "github");
  expect(github.code).toBe(1);
  expect(github.stdout).toMatch(/^::error file=\.do\/app\.yaml,line=4,col=5,title=unknown-field::/m);
  const sarif = JSON.parse((await ashore("check", "--format", "sarif")).stdout) as { version: string };
  expect(sarif.version).toBe("2.1.0");
});

test("tells what is wrong with .do/ashore.yaml before the app is started", async () => {
  await writeSpec("name: shop\nworkers:\n  - name: w\n    run_command: x\n");
  await writeFile(
    path.join(directory, ".do", "ashore.yaml"),
    "attach:\n  db: postgresql://u:pw@h/d\nfoo: 1\n",
  );
  const { code, stderr } = await ashore("up");
  expect(code).toBe(2);
  expect(stderr).toContain(".do/ashore.yaml:2:7 attach.db: holds a password; name a variable");
  expect(stderr).toContain(".do/ashore.yaml:3:1 foo: unknown key");
  expect((await ashore("status")).stdout).toBe("Nothing is running.\n");
});

test("explains a field", async () => {
  const { code, stdout } = await ashore("explain", "services.http_port");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^services\[\]\.http_port\n.+\n\ntype {8}/);
  // The only path that ends so.
  expect(await ashore("explain", "http_port")).toEqual({ code, stdout, stderr: "" });
});

test("names the Node it needs when started by an older one", async () => {
  const older =
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })';
  const nodeOptions = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
  const { code, stderr } = await runAshore(["status"], { home, cwd: directory, nodeOptions }).ended;
  expect(code).toBe(3);
  expect(stderr).toBe(
    "ashore needs Node 24 or newer and this is Node 20.19.0; in a checkout, `npx ashore` brings its own\n",
  );
});
