import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { harbour, untilNothingIsLeft, waitUntil, type Harbour } from "./kit.ts";
import { answering, appFiles, component, quickCheck, service } from "./small-apps.ts";

const sleeping = "setInterval(() => {}, 1000);";
const job = { ...component("migrate"), kind: "PRE_DEPLOY" };
const database = { name: "db", engine: "PG", version: "15" };

interface Stage {
  readonly name: string;
  readonly spec: object;
  readonly programs: Record<string, string>;
  /** What is printed when the stage has begun, or the file below the home that is there then. */
  readonly sign: RegExp | string;
}

const stages: readonly Stage[] = [
  {
    name: "the control plane starts",
    spec: { services: [service("web")] },
    programs: { web: answering("x") },
    sign: "server.log",
  },
  {
    name: "the app is looked at",
    spec: { services: [service("web")] },
    programs: { web: answering("x") },
    sign: "server.sock",
  },
  {
    name: "it builds",
    spec: { services: [service("web", { build_command: "echo begun; sleep 60 & sleep 60" })] },
    programs: { web: answering("x") },
    sign: /Building web/,
  },
  {
    name: "its database starts",
    spec: { services: [service("web")], databases: [database] },
    programs: { web: answering("x") },
    sign: /Starting PG 15/,
  },
  {
    name: "a job runs",
    spec: { services: [service("web")], jobs: [job], databases: [database] },
    programs: { web: answering("x"), migrate: sleeping },
    sign: /Running migrate/,
  },
  {
    name: "it starts",
    spec: { services: [service("web", { health_check: { ...quickCheck, failure_threshold: 50 } })] },
    programs: { web: sleeping },
    sign: /start: Starting/,
  },
  {
    name: "it is live",
    spec: { services: [service("web")], workers: [component("clock")], databases: [database] },
    programs: { web: answering("x"), clock: sleeping },
    sign: /is live at/,
  },
];

describe("Ctrl-C", () => {
  let at: Harbour;
  beforeEach(async () => {
    at = await harbour();
  });
  afterEach(() => at.end());

  it.each(stages)("while $name leaves nothing", async ({ name, spec, programs, sign }) => {
    const running = at.start(["up", at.checkout(appFiles({ name: "brief", ...spec }, programs))]);
    const hasBegun = (): boolean =>
      typeof sign === "string" ? existsSync(join(at.home, sign)) : sign.test(running.text());
    await waitUntil(name, hasBegun).catch((error: unknown) => {
      throw new Error(running.text(), { cause: error });
    });
    running.child.kill("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect(code, stdout + stderr).toBe(name === "it is live" ? 0 : 130);
    await untilNothingIsLeft(at.home);
  });

  it("during an update takes the version before down as well", async () => {
    const files = appFiles({ name: "brief", services: [service("web")] }, { web: answering("x") });
    const directory = at.checkout(files);
    expect(await at.ashore(["up", directory, "--detach"])).toMatchObject({ code: 0 });
    const slow = { name: "brief", services: [service("web", { build_command: "sleep 60" })] };
    const running = at.start(["up", at.checkout({ ...files, ".do/app.yaml": JSON.stringify(slow) })]);
    await waitUntil("it builds", () => /Building web/.test(running.text()));
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    await untilNothingIsLeft(at.home);
  });

  it("twice does not wait, and what was begun ends by itself", async () => {
    const stubborn = answering("x").replace("process.exit(0)", "{}");
    const spec = { name: "brief", services: [service("web", { termination: { grace_period_seconds: 3 } })] };
    const running = at.start(["up", at.checkout(appFiles(spec, { web: stubborn }))]);
    await waitUntil("it is live", () => /is live at/.test(running.text()));
    running.child.kill("SIGINT");
    await waitUntil("it stops", () => /Stopping brief/.test(running.text()));
    // An echo of the first one is not taken for a second.
    await waitUntil("the second is taken", () => !running.child.kill("SIGINT"));
    expect((await running.ended).code).toBe(130);
    await untilNothingIsLeft(at.home);
  });
});
