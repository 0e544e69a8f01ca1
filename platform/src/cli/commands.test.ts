import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPiped } from "../base/exec.ts";
import type { Failure, UpAnswer } from "../wire/index.ts";
import { BIN, runAshore, type RunningAshore } from "./testing/run-ashore.ts";
import {
  events,
  scriptedControlPlane,
  shop,
  type ScriptedControlPlane,
} from "./testing/scripted-control-plane.ts";

const SPEC = `name: shop
services:
  - name: api
    git: { repo_clone_url: https://example.com/a.git, branch: main }
    run_command: node a.js
    envs:
      - { key: TOKEN, type: SECRET }
`;
const SPEC_READ = { json: { app: "shop", components: ["api"], needed: ["TOKEN"], problems: [] } };
const LIVE = events(
  { type: "step", step: "build", component: "api", status: "running", message: "npm ci" },
  { type: "step", step: "build", component: "api", status: "success", message: "" },
  { type: "deployment", phase: "ACTIVE", failure: null },
);
const FAILURE: Failure = {
  code: "DeployContainerHealthChecksFailed",
  component: "api",
  message: "nothing listens on 8080",
  hint: "listen on $PORT",
  lastLines: ["boom"],
  logFile: "/logs/api.log",
  fault: "app",
};

let home: string;
let directory: string;
let plane: ScriptedControlPlane;

beforeEach(async () => {
  home = await realpath(await mkdtemp(path.join(tmpdir(), "ashore-cmd-")));
  directory = path.join(home, "shop");
  await mkdir(path.join(directory, ".do"), { recursive: true });
  await writeFile(path.join(directory, ".do", "app.yaml"), SPEC);
  plane = await scriptedControlPlane(home);
  plane.on("GET /ashore/v1/apps", { json: { apps: [] } });
  plane.on("GET /ashore/v1/apps/shop", { json: { app: shop(directory) } });
  plane.on("POST /ashore/v1/spec", SPEC_READ);
  plane.on("POST /ashore/v1/up", { json: upAnswer("d1") });
  plane.on("GET /ashore/v1/apps/shop/events", { lines: LIVE });
  plane.on("GET /ashore/v1/apps/shop/session", { lines: [{ at: "now" }], isHeld: true });
  plane.on("GET /ashore/v1/apps/shop/logs", {
    lines: [{ component: "api", instance: "api-1-abcde", text: "listening" }],
    isHeld: true,
  });
  plane.on("POST /ashore/v1/apps/shop/down", { json: { app: "shop", stopped: ["api-1-abcde", "db"] } });
});

afterEach(async () => {
  await plane.close();
  await rm(home, { recursive: true });
});

const ashore = (...args: string[]): RunningAshore =>
  runAshore(args, { home, cwd: directory, env: { TOKEN: "secret-token", OTHER: "not asked for" } });
const known = (): void => plane.on("GET /ashore/v1/apps", { json: { apps: [shop(directory)] } });
const called = (): string[] => plane.calls.map(({ line }) => line);

function upAnswer(deploymentId: string | null): UpAnswer {
  const changes = [{ kind: "component", name: "api", action: "create", reason: "new" }] as const;
  const problem = {
    layer: "rule",
    severity: "warning",
    rule: "w",
    field: "name",
    message: "odd",
    hint: "",
  } as const;
  return { app: "shop", appId: "app-1", deploymentId, changes, problems: [problem] };
}

/** How the control plane refuses a spec. */
function refusal(message: string, file: string) {
  const problem = {
    layer: "rule",
    severity: "error",
    rule: "m",
    field: "name",
    message,
    hint: "",
    file,
  } as const;
  return { status: 422, json: { id: "invalid_spec", message: "bad", problems: [problem] } };
}

test("up posts the spec with the values it asks for and no others, and ends with a table and the URL", async () => {
  const { code, stdout, stderr } = await ashore("up", "--detach").ended;
  expect(code).toBe(0);
  const up = plane.calls.find(({ line }) => line === "POST /ashore/v1/up");
  expect(up?.body).toEqual({
    directory,
    specFile: path.join(directory, ".do", "app.yaml"),
    specText: SPEC,
    values: { TOKEN: "secret-token" },
    attach: {},
    port: null,
    forceBuild: false,
  });
  expect(stdout.replace(/\(\d.* s\)\n$/, "(…)\n")).toBe(`api  | build: npm ci
api  | build done (1.0 s)

COMPONENT  KIND     STATE    ADDRESS
api        service  live     http://shop.localhost:8080/
db         PG 15    running  127.0.0.1:5433

✓ shop is live at http://shop.localhost:8080 (…)
`);
  expect(stderr).toBe("spec name: odd (warning w)\n");
  expect(called().some((line) => line.includes("session") || line.includes("shutdown"))).toBe(false);
});

test("up says in one line that nothing changed", async () => {
  plane.on("POST /ashore/v1/up", { json: upAnswer(null) });
  const { code, stdout } = await ashore("up", "-d").ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ shop is live at http:\/\/shop\.localhost:8080; nothing changed \(.+ s\)\n$/);
});

test("up does not call live what is restarting", async () => {
  plane.on("POST /ashore/v1/up", { json: upAnswer(null) });
  const app = shop(directory);
  const message = "0 of 1 instances are healthy; It exited with code 3";
  const components = app.components.map((one) => ({ ...one, state: "restarting", message }) as const);
  plane.on("GET /ashore/v1/apps/shop", { json: { app: { ...app, components } } });
  expect((await ashore("up", "-d").ended).stdout).toMatch(
    /^! shop is up at http:\/\/shop\.localhost:8080; nothing changed \(.+ s\), but api is restarting \(0 of 1 .+ code 3\)\n$/,
  );
});

test("up --json gives events and at the end one result", async () => {
  const { code, stdout } = await ashore("up", "--detach", "--json").ended;
  expect(code).toBe(0);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.slice(0, -1)).toEqual(LIVE);
  expect(lines.at(-1)).toMatchObject({
    ok: true,
    exitCode: 0,
    url: "http://shop.localhost:8080",
    phase: "ACTIVE",
  });
});

test.each([
  ["app", 1],
  ["usage", 2],
  ["platform", 3],
] as const)("up ends with the exit code of who is at fault: %s", async (fault, code) => {
  const ending = { type: "deployment", phase: "ERROR", failure: { ...FAILURE, fault } } as const;
  plane.on("GET /ashore/v1/apps/shop/events", { lines: events(ending) });
  plane.on("GET /ashore/v1/apps/shop", { json: { app: shop(directory, { components: [] }) } });
  const ended = await ashore("up").ended;
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(
    "✗ api: nothing listens on 8080 (DeployContainerHealthChecksFailed)\n    boom\n  whole log: /logs/api.log\n  hint: listen on $PORT\n",
  );
  // What this command first brought up does not stay half up.
  expect(called().slice(-2)).toEqual(["POST /ashore/v1/apps/shop/down", "POST /ashore/v1/shutdown"]);
});

test("a failing up leaves an app that was up before alone", async () => {
  known();
  const ending = { type: "deployment", phase: "ERROR", failure: FAILURE } as const;
  plane.on("GET /ashore/v1/apps/shop/events", { lines: events(ending) });
  const ended = await ashore("up").ended;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain("The version before stays live at http://shop.localhost:8080");
  expect(called().join("\n")).not.toMatch(/\/down|session/);
});

test.each([[[]], [["--watch"]]])(
  "an up %j whose app was taken down meanwhile says so, and not that anything stays live",
  async (flags) => {
    const failure: Failure = { ...FAILURE, code: "DEPLOYMENT_CANCELED", component: null, fault: "usage" };
    plane.on("GET /ashore/v1/apps/shop/events", {
      lines: events({ type: "deployment", phase: "CANCELED", failure }),
    });
    plane.on("GET /ashore/v1/apps/shop", { json: { app: shop(directory, { wanted: "down" }) } });
    const { code, stderr } = await ashore("up", ...flags).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("✗ shop was taken down by another command\n");
    expect(stderr).not.toMatch(/stays live|DEPLOYMENT_CANCELED/);
    expect(called()).not.toContain("POST /ashore/v1/apps/shop/down");
  },
);

test("up shows problems that only the control plane finds", async () => {
  plane.on("POST /ashore/v1/up", refusal("no value", "x.yaml"));
  expect(await ashore("up").ended).toMatchObject({
    code: 2,
    stderr: "x.yaml name: no value (error m)\n1 error\n",
  });
});

test.each(["up", "plan"])(
  "%s of a spec that cannot be read says why and asks for nothing more",
  async (command) => {
    plane.on("POST /ashore/v1/spec", refusal("is broken", "x.yaml"));
    expect(await ashore(command).ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "x.yaml name: is broken (error m)\n1 error\n",
    });
    expect(called()).toEqual(["GET /ashore/v1/status", "POST /ashore/v1/spec"]);
  },
);

test("up tells errors of ashore.yaml together with what the spec shows, and goes no further", async () => {
  const problem = { ...refusal("is odd", ".do/app.yaml").json.problems[0], severity: "warning" };
  plane.on("POST /ashore/v1/spec", { json: { ...SPEC_READ.json, problems: [problem] } });
  await writeFile(path.join(directory, ".do", "ashore.yaml"), "attach: { db: 7 }\n");
  const { code, stderr } = await ashore("up").ended;
  expect(code).toBe(2);
  expect(stderr).toMatch(/ashore\.yaml:1:\d+ attach\.db: must be the URL.*\n.*name: is odd \(warning m\)\n/);
  expect(called()).not.toContain("POST /ashore/v1/up");
});

test("up takes values from beside a spec in another directory", async () => {
  await mkdir(path.join(directory, "web", ".do"), { recursive: true });
  await writeFile(path.join(directory, "web", ".do", "app.yaml"), SPEC);
  await writeFile(path.join(directory, "web", ".do", "ashore.env"), "TOKEN=beside\n");
  expect((await ashore("up", "-d", "--spec", "web/.do/app.yaml").ended).code).toBe(0);
  const up = plane.calls.find(({ line }) => line === "POST /ashore/v1/up");
  expect(up?.body).toMatchObject({ directory, values: { TOKEN: "beside" } });
});

test("up follows the logs until Ctrl-C, then stops everything and says what", async () => {
  const up = ashore("up");
  await up.says("api | listening");
  expect(called()).toContain("GET /ashore/v1/apps/shop/session");
  up.signal("SIGINT");
  const { code, stdout } = await up.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/Stopping shop …\nStopped shop \(api-1-abcde, db\)\n$/);
  expect(called().slice(-2)).toEqual(["POST /ashore/v1/apps/shop/down", "POST /ashore/v1/shutdown"]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s during a deployment takes the app down",
  async (signal) => {
    plane.on("GET /ashore/v1/apps/shop/events", { lines: LIVE.slice(0, 1), isHeld: true });
    const up = ashore("up");
    await up.says("npm ci");
    up.signal(signal);
    expect(await up.ended).toMatchObject({ code: 130, stderr: "spec name: odd (warning w)\n" });
    expect(called()).toContain("POST /ashore/v1/apps/shop/down");
  },
);

test("a second Ctrl-C does not wait and says what stops the rest", async () => {
  plane.on("POST /ashore/v1/apps/shop/down", { lines: [], isHeld: true });
  const up = ashore("up");
  await up.says("api | listening");
  up.signal("SIGINT");
  await up.says("Stopping shop");
  // Sooner it would be taken for the echo of the first.
  const pressing = setInterval(() => up.signal("SIGINT"), 200);
  const { code, stderr } = await up.ended;
  clearInterval(pressing);
  expect(code).toBe(130);
  expect(stderr).toMatch(/Not waiting for the end; `ashore down -a shop` stops what still runs\n$/);
});

test("up goes on where it was when the control plane dies in a deployment", async () => {
  let asked = 0;
  plane.on("GET /ashore/v1/apps/shop/events", () => {
    asked += 1;
    return asked === 1 ? { lines: LIVE.slice(0, 1), dies: true } : { lines: LIVE.slice(1) };
  });
  const { code, stdout } = await ashore("up", "--detach").ended;
  expect(code).toBe(0);
  expect(stdout.match(/npm ci/g)).toHaveLength(1);
  expect(called()).toContain("GET /ashore/v1/apps/shop/events?deployment=d1&follow=true&after=1");
});

test("up takes its session up again when the control plane dies, and ends when the app is taken down", async () => {
  let asked = 0;
  plane.on("GET /ashore/v1/apps/shop/session", () => {
    asked += 1;
    if (asked === 1) return { lines: [{ at: "1" }], dies: true };
    plane.on("GET /ashore/v1/apps/shop", { json: { app: shop(directory, { wanted: "down" }) } });
    return { lines: [{ at: "2" }] };
  });
  const { code, stdout } = await ashore("up").ended;
  expect({ code, asked }).toEqual({ code: 0, asked: 2 });
  expect(stdout).toContain("shop was taken down by another command");
});

test("up --watch posts again for what is saved, and a failure does not end it", async () => {
  const up = ashore("up", "--watch");
  await up.says("api | listening");
  expect(up.text()).toContain("Following the logs and watching for changes; Ctrl-C stops shop.");
  const file = path.join(directory, "a.js");
  const saving = setInterval(() => void writeFile(file, String(Math.random())), 200);
  await up.says("a.js changed");
  clearInterval(saving);
  await up.says("is live at http://shop.localhost:8080 (");
  plane.on("POST /ashore/v1/spec", refusal("flow map", path.join(directory, ".do", "app.yaml")));
  await writeFile(path.join(directory, ".do", "app.yaml"), "name: [\n");
  await up.says(".do/app.yaml name: flow map");
  plane.on("POST /ashore/v1/spec", SPEC_READ);
  await writeFile(path.join(directory, ".do", "app.yaml"), SPEC);
  await up.says(".do/app.yaml changed");
  up.signal("SIGINT");
  expect((await up.ended).code).toBe(0);
});

test("down asks for --yes before it deletes data where nobody can be asked", async () => {
  known();
  const refused = await ashore("down", "--data").ended;
  expect(refused.code).toBe(2);
  expect(called()).not.toContain("POST /ashore/v1/apps/shop/down");
  expect(await ashore("down", "--data", "--yes").ended).toMatchObject({
    code: 0,
    stdout: "Stopped shop (api-1-abcde, db) and deleted its data\n",
  });
  expect(plane.calls.find(({ line }) => line.endsWith("/down"))?.body).toEqual({ data: true });
});

test("finds the app from a directory inside its checkout, and by name from anywhere", async () => {
  known();
  await mkdir(path.join(directory, "src"));
  const run = (cwd: string, ...args: string[]) => runAshore(args, { home, cwd }).ended;
  expect((await run(path.join(directory, "src"), "down")).code).toBe(0);
  expect((await run(home, "down", "-a", "shop")).code).toBe(0);
  const lost = await run(home, "down");
  expect(lost).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("known apps: shop; choose one with -a") as string,
  });
});

test("status prints the app, its components, databases and jobs", async () => {
  known();
  const runtime = { runtime: "process", network: "namespaces", isolation: ["cgroup-v2"], notes: [] };
  const control = { version: "0.1.0", pid: 7, home, startedAt: "", router: null, runtime, apps: 1 };
  plane.on("GET /ashore/v1/status", { json: control });
  const { code, stdout } = await ashore("status").ended;
  expect(code).toBe(0);
  for (const part of [
    "process runtime, a network per instance; cgroup-v2",
    "api",
    "127.0.0.1:5433",
    "migrate",
  ])
    expect(stdout).toContain(part);
  const json = await ashore("status", "shop", "-C", home, "--json").ended;
  expect(JSON.parse(json.stdout)).toEqual({ controlPlane: control, apps: [shop(directory)] });
});

test("status tells of a failure in short among others, and with its last lines alone", async () => {
  const failure = { ...FAILURE, lastLines: ["\u001b[31mboom\u001b[0m"] };
  const at = "2026-01-01T00:00:00Z";
  const when = { cause: "", createdAt: at, updatedAt: at };
  const deployment = { id: "d1", number: 1, phase: "ERROR", ...when, failure } as const;
  const broken = shop(directory, { deployment });
  const runtime = { runtime: "process", network: "namespaces", isolation: [], notes: [] };
  plane.on("GET /ashore/v1/status", { json: { version: "0", pid: 7, home, router: null, runtime } });
  plane.on("GET /ashore/v1/apps", { json: { apps: [broken, shop(home, { name: "other" })] } });
  const all = await ashore("status").ended;
  expect(all.stdout).toContain("nothing listens on 8080");
  expect(all.stdout).not.toContain("boom");
  expect((await ashore("status", "-a", "shop").ended).stdout).toContain("\n      boom\n");
});

test("status of a directory shows every app that was started from it", async () => {
  const runtime = { runtime: "process", network: "namespaces", isolation: [], notes: [] };
  plane.on("GET /ashore/v1/status", { json: { version: "0", pid: 7, home, router: null, runtime } });
  const apps = [shop(directory), shop(directory, { name: "client" }), shop(home, { name: "else" })];
  plane.on("GET /ashore/v1/apps", { json: { apps } });
  const { stdout } = await ashore("status", directory, "--json").ended;
  expect((JSON.parse(stdout) as { apps: unknown[] }).apps).toEqual(apps.slice(0, 2));
});

test("status -C shows only the apps of that directory, and without it all of them", async () => {
  const apps = [shop(directory), shop(home, { name: "else" })];
  plane.on("GET /ashore/v1/apps", { json: { apps } });
  const names = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await ashore("status", "--json", ...args).ended;
    return (JSON.parse(stdout) as { apps: { name: string }[] }).apps.map(({ name }) => name);
  };
  expect(await names("-C", directory)).toEqual(["shop"]);
  expect(await names("-C", home)).toEqual(["else"]);
  expect(await names()).toEqual(["shop", "else"]);
});

test("status says what is wrong with a component on a line of its own", async () => {
  const message = "0 of 1 instances are healthy; it ran out of memory";
  const app = shop(directory);
  const components = app.components.map((one) => ({ ...one, state: "restarting", message }) as const);
  const runtime = { runtime: "process", network: "namespaces", isolation: [], notes: [] };
  plane.on("GET /ashore/v1/status", { json: { version: "0", pid: 7, home, router: null, runtime } });
  plane.on("GET /ashore/v1/apps", { json: { apps: [{ ...app, components }] } });
  expect((await ashore("status").ended).stdout).toMatch(
    new RegExp(`\n  api +restarting +http://shop\\.localhost:8080/\n    ${message}\n`),
  );
});

test("logs --follow of an app that is down says what it waits for", async () => {
  plane.on("GET /ashore/v1/apps", { json: { apps: [shop(directory, { wanted: "down" })] } });
  const logs = ashore("logs", "-f");
  await logs.says("api | listening");
  logs.signal("SIGINT");
  expect((await logs.ended).stderr).toBe("shop is down; waiting for it to come up (Ctrl-C ends)\n");
});

test.each([[["db"]], [["run", "seed"]], [["exec", "api", "--", "true"]], [["restart"]]])(
  "%j of an app that is down says so, and what starts it",
  async (args) => {
    const app = shop(directory, { wanted: "down", jobs: [], databases: [] });
    plane.on("GET /ashore/v1/apps", { json: { apps: [app] } });
    const run = (cwd: string) => runAshore(["-a", "shop", ...args], { home, cwd }).ended;
    const stderr = (up: string): string => `error: shop is down\nhint: \`${up}\` starts it\n`;
    expect(await run(directory)).toEqual({ code: 2, stdout: "", stderr: stderr("ashore up") });
    expect(await run(home)).toMatchObject({ code: 2, stderr: stderr(`ashore up ${directory}`) });
  },
);

test("restart of a static site is refused as the control plane says, not as unknown", async () => {
  const site = { name: "web", kind: "static_site", state: "live", message: "", urls: [] } as const;
  const app = shop(directory, { components: [{ ...site, privateAddress: null, instances: [] }] });
  plane.on("GET /ashore/v1/apps", { json: { apps: [app] } });
  const refusal = { id: "nothing_to_restart", message: "web is a static site, nothing of it runs" };
  plane.on("POST /v2/apps/app-1/restart", { status: 400, json: { ...refusal, hint: "build it" } });
  expect(await ashore("restart", "web").ended).toMatchObject({
    code: 2,
    stderr: "error: web is a static site, nothing of it runs\nhint: build it\n",
  });
});

test("logs --follow ends cleanly on Ctrl-C", async () => {
  known();
  const logs = ashore("logs", "api", "--follow", "-n", "5");
  await logs.says("api | listening");
  expect(called()).toContain("GET /ashore/v1/apps/shop/logs?follow=true&tail=5&type=run&component=api");
  logs.signal("SIGINT");
  expect(await logs.ended).toMatchObject({ code: 0, stderr: "" });
});

test("run shows what a job prints and ends with 1 if it failed", async () => {
  known();
  const run = {
    id: "r",
    trigger: "MANUAL",
    phase: "FAILED",
    startedAt: "",
    endedAt: "",
    exitCode: 4,
    logFile: "/l",
  };
  plane.on("POST /ashore/v1/apps/shop/jobs/migrate/runs", {
    lines: [
      { type: "line", text: "migrating" },
      { type: "end", run },
    ],
  });
  expect(await ashore("run", "migrate").ended).toEqual({
    code: 1,
    stdout: "migrating\n",
    stderr: "✗ migrate failed with exit code 4; log: /l\n",
  });
});

test("db prints the URL in a pipe", async () => {
  known();
  const access = { name: "db", engine: "PG", url: "postgresql://u:p@127.0.0.1:5433/db", caFile: null };
  plane.on("GET /ashore/v1/apps/shop/databases", { json: { databases: [access] } });
  expect(await ashore("db").ended).toEqual({ code: 0, stdout: `${access.url}\n`, stderr: "" });
});

test("db gives what is piped in to the client, and says so where there is none", async () => {
  known();
  const access = { name: "db", engine: "PG", url: "postgresql://u:p@127.0.0.1:5433/db", caFile: null };
  plane.on("GET /ashore/v1/apps/shop/databases", { json: { databases: [access] } });
  const bin = path.join(home, "bin");
  await mkdir(bin);
  await writeFile(path.join(directory, "dump.sql"), "select 2\n");
  const run = async (script: string): Promise<{ code: number | null; stdout: string; stderr: string }> => {
    const env = { HOME: home, ASHORE_HOME: home, PATH: `${bin}:/bin`, NODE: process.execPath, BIN };
    const child = await startPiped(["/bin/sh", "-c", script], { cwd: directory, env });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: (await child.ended).code, stdout, stderr };
  };
  const client = path.join(bin, "psql");
  await writeFile(client, '#!/bin/sh\necho "$PGDATABASE: $(cat)"\nexit 5\n', { mode: 0o755 });
  const ashoreDb = '"$NODE" "$BIN" db';
  expect(await run(`echo select 1 | ${ashoreDb}`)).toMatchObject({ code: 5, stdout: "db: select 1\n" });
  expect(await run(`${ashoreDb} < dump.sql`)).toMatchObject({ code: 5, stdout: "db: select 2\n" });
  expect(await run(`${ashoreDb} < /dev/null`)).toMatchObject({ code: 0, stdout: `${access.url}\n` });
  expect(await run(`echo | ${ashoreDb} --url`)).toMatchObject({ code: 0, stdout: `${access.url}\n` });
  const unknown = { ...access, engine: "KAFKA" };
  plane.on("GET /ashore/v1/apps/shop/databases", { json: { databases: [unknown] } });
  const none = await run(`echo | ${ashoreDb}`);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("no known client for KAFKA");
  expect(none.stderr).toContain("hint: print the URL with `ashore db --url`");
});

test("exec says how to run a job", async () => {
  known();
  expect(await ashore("exec", "migrate").ended).toMatchObject({
    code: 2,
    stderr: "error: migrate is a job, which has no instance that stays\nhint: use `ashore run migrate`\n",
  });
});

test.each(["up", "plan"])("%s refuses a directory whose spec is of another app than -a", async (command) => {
  const ended = await ashore(command, ".", "-a", "other").ended;
  expect(ended).toMatchObject({
    code: 2,
    stderr: "error: The spec is of the app shop, but -a says other\n",
  });
  expect(called()).toEqual(["GET /ashore/v1/status", "POST /ashore/v1/spec"]);
});

test.each(["up", "plan"])("%s takes -e for --env-file", async (command) => {
  const ended = await ashore(command, "-e", "none.env").ended;
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/none\.env cannot be read: it does not exist\n$/);
});

test("check warns of the values that nothing gives, all at once, until a file does", async () => {
  const spec = SPEC.replace("TOKEN, type", "KEY, value: '${PART}' }\n      - { key: TOKEN, type");
  await writeFile(path.join(directory, ".do", "app.yaml"), spec);
  const check = async (...args: string[]): Promise<unknown[]> => {
    const { stdout } = await runAshore(["check", "--json", ...args], { home, cwd: directory }).ended;
    const { problems } = JSON.parse(stdout) as { problems: { rule: string }[] };
    return problems.filter(({ rule }) => rule === "value-missing");
  };
  expect(await check()).toEqual([
    expect.objectContaining({
      layer: "rule",
      severity: "warning",
      message: "api needs PART (a placeholder in KEY), TOKEN (a secret without a value)",
    }),
  ]);
  await writeFile(path.join(directory, ".do", "ashore.env"), "TOKEN=x\n");
  await writeFile(path.join(directory, "more.env"), "PART=y\n");
  expect(await check("--env-file", "more.env")).toEqual([]);
  expect(await check("-e", "more.env")).toEqual([]);
});

test("plan lists what would change, and gives the paper as JSON", async () => {
  const changes = [
    { kind: "component", name: "api", action: "change", reason: "TOKEN differs" },
    { kind: "database", name: "db", action: "keep", reason: "" },
  ];
  plane.on("POST /ashore/v1/plan", { json: { plan: { app: "shop" }, changes, problems: [] } });
  expect(await ashore("plan").ended).toMatchObject({
    code: 0,
    stdout:
      "~ component  api  TOKEN differs\n= database   db\nshop: 0 to create, 1 to change, 0 to remove, 1 to keep\n",
  });
  expect(JSON.parse((await ashore("plan", "--json").ended).stdout)).toEqual({ app: "shop" });
});

test("an answer that nobody foresaw is ours: exit code 3", async () => {
  plane.on("GET /ashore/v1/apps", {
    status: 500,
    json: { id: "server_error", message: "oops", hint: "look" },
  });
  expect(await ashore("down").ended).toMatchObject({ code: 3, stderr: "error: oops\nhint: look\n" });
});
