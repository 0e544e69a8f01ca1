import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, waitUntil, type Harbour, type Outcome, type StatusOf } from "./kit.ts";
import { processesWith } from "./leftovers.ts";
import { answering, appFiles, component, service, type Spec } from "./small-apps.ts";

const job = (name: string, kind: string, more: object = {}): object => ({
  ...component(name, { ...more }),
  kind,
});
const failing = 'console.log("looking"); console.error("table is gone"); process.exitCode = 5;';

describe.concurrent("a job", () => {
  let at: Harbour;
  beforeAll(async () => {
    at = await harbour();
  });
  afterAll(() => at.end());

  const up = (directory: string): Promise<Outcome> => at.ashore(["up", directory, "--detach"]);

  async function statusOf(app: string): Promise<StatusOf> {
    const found = (await at.status()).find(({ name }) => name === app);
    if (!found) throw new Error(`no app ${app}`);
    return found;
  }

  const phases = (app: StatusOf, name: string): string[] =>
    app.jobs.find((one) => one.name === name)?.runs.map(({ phase }) => phase) ?? [];

  it("before the first release that fails ends it with its last words, and nothing runs", async () => {
    const spec = { name: "first", services: [service("web")], jobs: [job("migrate", "PRE_DEPLOY")] };
    const outcome = await up(at.checkout(appFiles(spec, { web: answering("x"), migrate: failing })));
    const text = outcome.stdout + outcome.stderr;
    expect(outcome.code, text).toBe(1);
    expect(text).toMatch(/migrate: The PRE_DEPLOY job exited with code 5/);
    expect(text).toMatch(/table is gone/);
    const status = await statusOf("first");
    expect(status).toMatchObject({ wanted: "down", deployment: { phase: "ERROR" } });
    expect(phases(status, "migrate")).toEqual(["FAILED"]);
    expect(status.components.flatMap(({ instances }) => instances)).toEqual([]);
  });

  it("before a later release that fails leaves the version before live", async () => {
    const spec = { name: "later", services: [service("web")], jobs: [job("migrate", "PRE_DEPLOY")] };
    const directory = at.checkout(appFiles(spec, { web: answering("one"), migrate: "" }));
    expect(await up(directory)).toMatchObject({ code: 0 });
    const before = await statusOf("later");
    writeFileSync(join(directory, "web.js"), answering("two"));
    writeFileSync(join(directory, "migrate.js"), failing);
    expect(await up(directory)).toMatchObject({ code: 1 });
    expect((await at.get("later", "/")).text).toBe("one");
    const after = await statusOf("later");
    expect(after.components[0]).toEqual({ ...before.components[0], instances: [expect.anything()] });
    expect(after.components[0]?.instances[0]?.pid).toBe(before.components[0]?.instances[0]?.pid);
    expect(phases(after, "migrate")).toEqual(["FAILED", "SUCCEEDED"]);
  });

  it("that runs longer than its limit is ended and named so", async () => {
    const migrate = job("migrate", "PRE_DEPLOY", {
      termination: { grace_period_seconds: 1 },
      timeout: "2s",
      envs: [{ key: "CREW", value: "endless", scope: "RUN_TIME" }],
    });
    const spec = { name: "endless", services: [service("web")], jobs: [migrate] };
    const code = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);';
    const outcome = await up(at.checkout(appFiles(spec, { web: answering("x"), migrate: code })));
    expect(outcome.code, outcome.stderr).toBe(1);
    expect(outcome.stdout + outcome.stderr).toMatch(/longer than its limit of 2 s/);
    expect(processesWith("CREW=endless\0", "node migrate.js")).toEqual([]);
  });

  it("after a release that fails is told, and the release stays live", async () => {
    const spec = { name: "after", services: [service("web")], jobs: [job("warm-up", "POST_DEPLOY")] };
    const running = at.start([
      "up",
      at.checkout(appFiles(spec, { web: answering("live"), "warm-up": failing })),
    ]);
    await waitUntil("it is told", () => running.text().includes("table is gone"));
    expect(running.text()).toMatch(/✓ after is live/);
    expect(running.text()).toMatch(
      /warm-up *\| The release stays live, but: The POST_DEPLOY job exited with code 5/,
    );
    expect((await at.get("after", "/")).text).toBe("live");
    expect(phases(await statusOf("after"), "warm-up")).toEqual(["FAILED"]);
    running.child.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  it("for failed deployments runs after one, and not after others", async () => {
    const spec: Spec = {
      name: "sorry",
      services: [service("web")],
      jobs: [job("tell", "FAILED_DEPLOY")],
    };
    const directory = at.checkout(appFiles(spec, { web: answering("fine"), tell: 'console.log("told")' }));
    expect(await up(directory)).toMatchObject({ code: 0 });
    expect(phases(await statusOf("sorry"), "tell")).toEqual([]);
    writeFileSync(join(directory, "web.js"), "process.exit(1)");
    expect(await up(directory)).toMatchObject({ code: 1 });
    expect(phases(await statusOf("sorry"), "tell")).toEqual(["SUCCEEDED"]);
    expect((await at.get("sorry", "/")).text).toBe("fine");
  });

  it("runs when asked for, shows what it prints, and its code decides", async () => {
    const report = job("report", "SCHEDULED", { schedule: { cron: "0 3 * * *", time_zone: "UTC" } });
    const spec = { name: "asked", services: [service("web")], jobs: [report] };
    const code = 'console.log("sum", 1 + 2); process.exitCode = Number(process.env.HOSTNAME === "");';
    const directory = at.checkout(appFiles(spec, { web: answering("x"), report: code }));
    expect(await up(directory)).toMatchObject({ code: 0 });
    const ran = await at.ashore(["run", "report", "-a", "asked"]);
    expect(ran).toMatchObject({ code: 0, stdout: "sum 3\n" });
    writeFileSync(join(directory, "report.js"), failing);
    expect(await up(directory)).toMatchObject({ code: 0 });
    const failed = await at.ashore(["run", "report", "-a", "asked"]);
    expect(failed).toMatchObject({ code: 1, stdout: "looking\ntable is gone\n" });
    expect(failed.stderr).toMatch(/report failed with exit code 5/);
    const status = await statusOf("asked");
    expect(phases(status, "report")).toEqual(["FAILED", "SUCCEEDED"]);
    expect(status.jobs[0]).toMatchObject({ nextRun: expect.stringMatching(/T03:00:00/) as string });
    const unknown = await at.ashore(["run", "rapport", "-a", "asked"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/rapport.*report/s);
  });

  it("under way ends when its app is taken down, and when who asked for it goes", async () => {
    const slow = job("slow", "SCHEDULED", {
      schedule: { cron: "0 3 * * *" },
      envs: [{ key: "CREW", value: "slow", scope: "RUN_TIME" }],
    });
    const spec = { name: "busy", services: [service("web")], jobs: [slow] };
    const code = 'console.log("begun"); setInterval(() => {}, 1000);';
    expect(await up(at.checkout(appFiles(spec, { web: answering("x"), slow: code })))).toMatchObject({
      code: 0,
    });
    const isRunning = (): boolean => processesWith("CREW=slow\0", "node slow.js").length > 0;
    const asked = at.start(["run", "slow", "-a", "busy"]);
    await waitUntil("it has begun", () => asked.text().includes("begun"));
    asked.child.kill("SIGINT");
    expect((await asked.ended).code).toBe(130);
    await waitUntil("it has ended", () => !isRunning());
    const other = at.start(["run", "slow", "-a", "busy"]);
    await waitUntil("it has begun again", () => other.text().includes("begun"));
    expect(await at.ashore(["down", "-a", "busy"])).toMatchObject({ code: 0 });
    expect(isRunning()).toBe(false);
    expect((await other.ended).code).toBe(1);
  });
});
