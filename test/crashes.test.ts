import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { harbour, untilNothingIsLeft, waitUntil, type Harbour, type StatusOf } from "./kit.ts";
import { processesOf, processesWith, type ProcessOf } from "./leftovers.ts";
import { answering, appFiles, component, service } from "./small-apps.ts";

// Answers how reaching the database went, after a moment like a real request.
const web = `
  import { connect } from "node:net";
  import { createServer } from "node:http";
  const { DB_HOST: host, DB_PORT: port } = process.env;
  createServer((request, response) => {
    const socket = connect({ host, port: Number(port) });
    const answer = (text) => (socket.destroy(), response.end(text + " " + performance.timeOrigin));
    socket.once("connect", () => answer("database"));
    socket.once("error", () => answer("no database"));
  }).listen(8080, "0.0.0.0");
  process.on("SIGTERM", () => process.exit(0));`;

const CREW = `crash-${process.pid}`;
const envs = [
  { key: "CREW", value: CREW, scope: "RUN_TIME" },
  { key: "DB_HOST", value: "${db.HOSTNAME}", scope: "RUN_TIME" },
  { key: "DB_PORT", value: "${db.PORT}", scope: "RUN_TIME" },
];
const spec = {
  name: "shop",
  services: [service("web", { envs })],
  workers: [component("clock", { envs })],
  databases: [{ name: "db", engine: "PG", version: "15" }],
};

describe("after kill -9", () => {
  let at: Harbour;
  let directory: string;
  beforeAll(async () => {
    at = await harbour();
    directory = at.checkout(appFiles(spec, { web, clock: "setInterval(() => {}, 1000);" }));
    await up();
  });
  afterEach(expectAllRight);
  afterAll(() => at.end());

  async function up(): Promise<string> {
    const outcome = await at.ashore(["up", directory, "--detach"]);
    expect(outcome, outcome.stdout + outcome.stderr).toMatchObject({ code: 0 });
    return outcome.stdout;
  }

  const ours = (text: RegExp): ProcessOf[] =>
    processesOf(at.home).filter(({ command }) => text.test(command));
  const roles = {
    controlPlane: () => ours(/ashore\.js server/),
    router: () => ours(/ashore\.js router/),
    database: () => ours(/postgres.* -D /).filter(({ command }) => !command.includes("unshare")),
    web: () => processesWith(`CREW=${CREW}\0`, "node web.js"),
    clock: () => processesWith(`CREW=${CREW}\0`, "node clock.js"),
  };

  function kill(...names: (keyof typeof roles)[]): void {
    const doomed = names.flatMap((name) => roles[name]());
    expect(doomed.length).toBeGreaterThanOrEqual(names.length);
    for (const { pid } of doomed) process.kill(pid, "SIGKILL");
  }

  const census = (): Record<string, number> =>
    Object.fromEntries(Object.entries(roles).map(([name, find]) => [name, find().length]));

  const page = async (): Promise<string> =>
    at.get("shop", "/").then(
      ({ status, text }) => `${status} ${text}`,
      () => "no answer",
    );

  async function shop(): Promise<StatusOf> {
    const [found] = await at.status();
    if (!found) throw new Error("no app");
    return found;
  }

  /** One of each, all of it live. */
  async function expectAllRight(): Promise<void> {
    await waitUntil("it answers", async () => (await page()).startsWith("200 database"));
    await waitUntil("all is live", async () => {
      const { components, databases } = await shop();
      return [...components.map(({ state }) => state), ...databases.map(({ state }) => state)].every(
        (state) => state === "live" || state === "running",
      );
    });
    expect(census()).toEqual({ controlPlane: 1, router: 1, database: 1, web: 1, clock: 1 });
  }

  it("of the control plane the app goes on, and `up` takes it over as it is", async () => {
    const before = await page();
    const pids = roles.web();
    kill("controlPlane");
    expect(await page()).toBe(before);
    expect(await up()).toContain("nothing changed");
    expect(await page()).toBe(before);
    expect(roles.web()).toEqual(pids);
  });

  it("of the router it is back at once, with the same routes", async (context) => {
    const gapMs = await watchGap(page, () => kill("router"));
    await context.annotate(`no answers for ${Math.round(gapMs)} ms`);
    expect(await up()).toContain("nothing changed");
  });

  it("of control plane and router together `up` brings both back and leaves the app alone", async () => {
    const before = roles.web();
    kill("controlPlane", "router");
    expect(await up()).toContain("nothing changed");
    expect(roles.web()).toEqual(before);
  });

  it("of an instance `up` waits for the new one, and starts no second", async () => {
    kill("web", "clock");
    await up();
    expect(await page()).toMatch(/^200 /);
  });

  it("of an instance it comes back by itself", async () => {
    const [before] = roles.web();
    kill("web");
    await waitUntil("another one runs", () => roles.web().some(({ pid }) => pid !== before?.pid));
  });

  it("of PostgreSQL it comes back by itself", async () => {
    const [before] = roles.database();
    kill("database");
    await waitUntil("it runs again", () => roles.database().some(({ pid }) => pid !== before?.pid));
  });

  it("of PostgreSQL `up` brings it back", async () => {
    kill("database");
    await up();
    expect(await page()).toMatch(/^200 database/);
  });

  it("of everything at once `up` brings everything back", async () => {
    for (const { pid } of processesOf(at.home)) process.kill(pid, "SIGKILL");
    await waitUntil("all is dead", () => processesOf(at.home).length === 0);
    await up();
  });

  it("of the control plane in the middle of a deployment `up` ends it", async () => {
    const running = at.start(["up", directory, "--detach", "--force-build"]);
    await waitUntil("it builds", () => running.text().includes("Building"));
    kill("controlPlane");
    const outcome = await running.ended;
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    await up();
  });
});

describe("a foreground up", () => {
  let at: Harbour;
  let directory: string;
  const name = "tent";
  const mark = `tent-${process.pid}`;
  const tent = {
    name,
    services: [service("web", { envs: [{ key: "CREW", value: mark, scope: "RUN_TIME" }] })],
  };
  beforeAll(async () => {
    at = await harbour();
    // Takes its time to end, so that the next `up` comes in the middle of that.
    const slow = answering("camp").replace("process.exit(0)", "setTimeout(process.exit, 2000)");
    directory = at.checkout(appFiles(tent, { web: slow }));
  });
  afterAll(() => at.end());

  const crew = (): ProcessOf[] => processesWith(`CREW=${mark}\0`, "node web.js");
  async function start(): Promise<ReturnType<Harbour["start"]>> {
    const running = at.start(["up", directory]);
    await waitUntil("it is live", () => running.text().includes(`✓ ${name} is live`));
    return running;
  }

  it("that is killed takes its app, control plane and router with it", async () => {
    const running = await start();
    running.child.kill("SIGKILL");
    await untilNothingIsLeft(at.home);
  });

  it("that is killed may be followed by another one at once", async () => {
    const running = await start();
    running.child.kill("SIGKILL");
    const outcome = await at.ashore(["up", directory, "--detach"]);
    expect(outcome, outcome.stdout + outcome.stderr).toMatchObject({ code: 0 });
    expect((await at.get(name, "/")).status).toBe(200);
    await waitUntil("one runs", () => crew().length === 1);
    expect((await at.get(name, "/")).status).toBe(200);
    expect(await at.ashore(["down", "-a", name])).toMatchObject({ code: 0 });
    await untilNothingIsLeft(at.home);
  });

  it("brings a killed control plane back and keeps its app", async () => {
    const running = await start();
    const before = crew();
    const [controlPlane] = processesOf(at.home).filter(({ command }) => command.includes("ashore.js server"));
    process.kill(controlPlane?.pid ?? 0, "SIGKILL");
    await waitUntil("it is said", () => running.text().includes("takes over what runs"));
    expect((await at.get(name, "/")).status).toBe(200);
    expect(crew()).toEqual(before);
    running.child.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 0 });
    await untilNothingIsLeft(at.home);
  });
});

/** Milliseconds from `act` until there are good answers again. */
async function watchGap(ask: () => Promise<string>, act: () => void): Promise<number> {
  const begun = performance.now();
  act();
  await waitUntil("there are answers again", async () => (await ask()).startsWith("200"));
  return performance.now() - begun;
}
