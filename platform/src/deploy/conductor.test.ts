import { once } from "node:events";
import { createServer, request } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PlatformError } from "../base/errors.ts";
import type { RouteTable } from "../base/route-table.ts";
import type { Plan } from "../plan/plan.ts";
import type { Router } from "../router/router.ts";
import { freePort } from "../runtime/free-port.ts";
import type { FakeBehaviour } from "../runtime/fake/behaviour.ts";
import { harness, type Harness, type HarnessOptions } from "./testing/harness.ts";
import { appPlan, databasePlan, jobPlan, requestFor, servicePlan } from "./testing/plans.ts";

let at: Harness;
async function begin(options?: HarnessOptions): Promise<number> {
  at = await harness(options);
  return freePort(new Set());
}
afterEach(() => at.end());

const soon = { timeout: 5000, interval: 10 };

/** Deploys and waits for the end. @returns the phase it ended in */
async function deploy(plan: Plan): Promise<string> {
  const id = await at.conductor.deploy(requestFor(at.store, plan));
  if (id === null) return "unchanged";
  const phase = (): string => at.store.deployment(id)?.phase ?? "forgotten";
  await vi.waitUntil(() => /ACTIVE|ERROR|CANCELED|forgotten/.test(phase()), soon);
  return phase();
}

/** Id of the instance that answers, or what came instead. */
function ask(port: number, app = "shop"): Promise<string> {
  return new Promise((resolve) => {
    const target = { host: "127.0.0.1", port, headers: { host: `${app}.localhost` }, agent: false } as const;
    const outgoing = request(target, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(response.statusCode === 200 ? text : String(response.statusCode)));
    });
    outgoing.on("error", () => resolve("refused"));
    outgoing.end();
  });
}

const ids = (): string[] => at.runtime.running().map(({ id }) => id);

/** The router, but for `apply`. */
function routerWith(apply: (table: RouteTable) => Promise<void>): Router {
  return {
    apply,
    current: () => at.router.current(),
    status: () => at.router.status(),
    drain: (targets, timeoutMs) => at.router.drain(targets, timeoutMs),
    probe: (probe) => at.router.probe(probe),
  };
}

const away = (): Promise<never> =>
  Promise.reject(new PlatformError("ROUTER_REFUSES", "The router has had enough"));

describe("a deployment", () => {
  test("ends live, and the same plan again changes nothing", async () => {
    const port = await begin();
    expect(await deploy(appPlan("shop", port))).toBe("ACTIVE");
    expect(await ask(port)).toMatch(/^web-1-/);
    expect(await deploy(appPlan("shop", port))).toBe("unchanged");
  });

  test("that fails stops what it started and leaves the version before", async () => {
    const behave = ({ component }: { component: string }): FakeBehaviour =>
      component === "ill" ? { exitsWith: 3, listens: false } : {};
    const port = await begin({ behave });
    await deploy(appPlan("shop", port));
    const before = ids();
    const components = [servicePlan("web"), servicePlan("extra"), servicePlan("ill")];
    expect(await deploy(appPlan("shop", port, { components, tree: "2" }))).toBe("ERROR");
    await vi.waitUntil(() => ids().join() === before.join(), soon);
    expect(await ask(port)).toBe(before[0]);
  });

  test("that the router refuses is taken back, and the version before goes on", async () => {
    const port = await begin();
    await deploy(appPlan("shop", port));
    const before = ids();
    const refusesNew = (table: RouteTable): Promise<void> =>
      JSON.stringify(table.backends).includes("web-2-") ? away() : at.router.apply(table);
    await at.next({ router: routerWith(refusesNew) }).resume();
    expect(await deploy(appPlan("shop", port, { tree: "2" }))).toBe("ERROR");
    expect(ids()).toEqual(before);
    expect(await ask(port)).toBe(before[0]);
    expect(at.store.app("shop")?.liveDeployment).toBe(at.conductor.live("shop")?.release?.id);
    await at.runtime.crash(before[0] ?? "");
    await vi.waitUntil(async () => (await ask(port)).startsWith("web-1-"), soon);
  });

  test("finds its port taken before anything is built or run", async () => {
    const port = await begin({ behave: () => ({ exitsWith: 0, listens: false }) });
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    const jobs = [jobPlan("migrate", "PRE_DEPLOY")];
    expect(await deploy(appPlan("shop", port, { jobs }))).toBe("ERROR");
    expect(at.store.deployments("shop", 1)[0]?.failure?.code).toBe("ROUTER_PORT_IN_USE");
    expect(at.runtime.started).toEqual([]);
    other.close();
    await once(other, "close");
  });

  test("that comes while the app is taken down is live after that", async () => {
    const port = await begin({ behave: () => ({ ignoresTerm: true }) });
    await deploy(appPlan("shop", port));
    const down = at.conductor.down("shop", { data: false });
    expect(await deploy(appPlan("shop", port))).toBe("ACTIVE");
    await down;
    expect(await ask(port)).toMatch(/^web-2-/);
    expect(ids()).toHaveLength(1);
    expect(at.store.app("shop")?.wanted).toBe("up");
  });

  test("that a newer one cancels before anything is live leaves the field to it", async () => {
    const port = await begin({ behave: ({ id }) => (id.startsWith("web-1-") ? { listens: false } : {}) });
    const first = deploy(appPlan("shop", port));
    await vi.waitUntil(() => ids().length === 1, soon);
    expect(await deploy(appPlan("shop", port, { tree: "2" }))).toBe("ACTIVE");
    expect(await first).toBe("CANCELED");
    expect(at.store.app("shop")?.wanted).toBe("up");
    expect(ids()).toEqual([await ask(port)]);
  });
});

describe("a restart", () => {
  test("starts instances anew and runs no job again", async () => {
    const behave = ({ component }: { component: string }): FakeBehaviour =>
      component === "migrate" ? { exitsWith: 0, listens: false } : {};
    const port = await begin({ behave });
    await deploy(appPlan("shop", port, { jobs: [jobPlan("migrate", "PRE_DEPLOY")] }));
    const before = await ask(port);
    await at.conductor.restart("shop", ["web"]);
    await vi.waitUntil(async () => (await ask(port)) !== before, soon);
    expect(at.store.jobRuns("shop", 10)).toHaveLength(1);
  });
});

describe("a live instance", () => {
  test("that ends again and again is started with growing pauses, and counted", async () => {
    const starts: number[] = [];
    const port = await begin({
      behave: () => {
        starts.push(Date.now());
        return starts.length === 1 ? { exitsWith: 1, exitsAfterMs: 100 } : { exitsWith: 1 };
      },
      policy: { firstRestartMs: 20, longestRestartMs: 10_000 },
    });
    await deploy(appPlan("shop", port));
    await vi.waitUntil(() => starts.length >= 6, soon);
    const pauses = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(pauses[4]).toBeGreaterThan(2 * (pauses[2] ?? 0));
    expect(at.conductor.live("shop")?.members[0]?.restarts).toBeGreaterThanOrEqual(5);
    expect(at.happenings("shop").join()).toMatch(/crashed.*It exited with code 1/);
  });

  test("that cannot be started for a while is started in the end", async () => {
    let isBroken = false;
    const port = await begin({ behave: () => (isBroken ? { failsToStart: "no space" } : {}) });
    await deploy(appPlan("shop", port));
    isBroken = true;
    await at.runtime.crash(ids()[0] ?? "");
    await vi.waitUntil(() => at.happenings("shop").join().includes("could not be started: no space"), soon);
    isBroken = false;
    await vi.waitUntil(async () => (await ask(port)).startsWith("web-1-"), soon);
  });

  test("is started again although the router takes no routes, which it gets later", async () => {
    const port = await begin();
    let isAway = false;
    at.next({ router: routerWith((table) => (isAway ? away() : at.router.apply(table))) });
    await deploy(appPlan("shop", port));
    const [before = ""] = ids();
    isAway = true;
    await at.runtime.crash(before);
    await vi.waitUntil(() => ids().some((id) => id !== before), soon);
    expect(await ask(port)).not.toMatch(/^web/);
    isAway = false;
    await vi.waitUntil(async () => (await ask(port)) === ids()[0], soon);
  });
});

describe("taking an app down", () => {
  function expectNothingLeft(): void {
    expect(at.runtime.starting()).toBe(0);
    expect(ids()).toEqual([]);
    expect(at.store.instances("shop")).toEqual([]);
    expect(at.runtime.networks()).toEqual([]);
  }

  test("ends an instance that is being started again at that moment", async () => {
    const port = await begin({ behave: ({ id }) => ({ startsInMs: isSlow(id) ? 300 : 0 }) });
    let first = "";
    const isSlow = (id: string): boolean => first !== "" && id !== first;
    await deploy(appPlan("shop", port));
    [first = ""] = ids();
    await at.runtime.crash(first);
    await vi.waitUntil(() => at.runtime.started.length === 2, soon);
    await at.conductor.down("shop", { data: false });
    expect(at.conductor.isIdle()).toBe(true);
    expectNothingLeft();
  });

  test("after a first deployment failed in one of many instances ends the slower ones too", async () => {
    let starts = 0;
    const behave = (): FakeBehaviour =>
      (starts += 1) === 1 ? { failsToStart: "no space" } : { startsInMs: 300 };
    const port = await begin({ behave });
    const components = [servicePlan("web", { instances: 3 })];
    expect(await deploy(appPlan("shop", port, { components }))).toBe("ERROR");
    await vi.waitUntil(() => at.conductor.isIdle(), soon);
    expectNothingLeft();
  });
});

describe("another control plane", () => {
  test("cuts no app off while it takes over", async () => {
    const port = await begin();
    await deploy(appPlan("shop", port));
    await deploy(appPlan("blog", port));
    const tables: RouteTable[] = [];
    const watched = routerWith((table) => (tables.push(table), at.router.apply(table)));
    await at.next({ router: watched }).resume();
    expect(tables.length).toBeGreaterThan(0);
    for (const { apps } of tables) expect(apps.map(({ app }) => app).sort()).toEqual(["blog", "shop"]);
    expect(await ask(port, "shop")).toMatch(/^web-1-/);
  });

  test("does not wait for a database that does not start; what needs it comes when it does", async () => {
    const port = await begin();
    const components = [servicePlan("web"), servicePlan("api")];
    await deploy(appPlan("shop", port, { components, databases: [databasePlan("db")] }));
    const api = ids().find((id) => id.startsWith("api")) ?? "";
    await at.runtime.stop(
      at.runtime.running().find(({ id }) => id === api)!,
      0,
    );
    at.databases.running.clear();
    at.databases.isIll = true;
    await at.next().resume();
    expect(await ask(port)).toMatch(/^web-1-/);
    const waiting = (): string | undefined =>
      at.conductor.live("shop")?.members.find(({ state }) => state === "restarting")?.note;
    await vi.waitUntil(() => waiting() === "It could not be started: db is ill", soon);
    expect(ids()).toHaveLength(1);
    at.databases.isIll = false;
    await vi.waitUntil(() => ids().length === 2, soon);
    expect(at.runtime.started.at(-1)?.component).toBe("api");
  });

  test("ends a deployment that was under way, without running its finished job twice", async () => {
    let isStuck = true;
    const behave = ({ component }: { component: string }): FakeBehaviour =>
      component === "migrate" ? { exitsWith: 0 } : isStuck ? { listens: false } : {};
    const port = await begin({ behave });
    const patient = servicePlan("web");
    const readiness = patient.readiness && { ...patient.readiness, failureThreshold: 1000 };
    const plan = appPlan("shop", port, {
      components: [{ ...patient, readiness }],
      jobs: [jobPlan("migrate", "PRE_DEPLOY")],
    });
    const id = await at.conductor.deploy(requestFor(at.store, plan));
    await vi.waitUntil(() => ids().length === 1, soon);
    const [stuck = ""] = ids();
    isStuck = false;
    await at.next().resume();
    await vi.waitUntil(() => at.store.deployment(id ?? "")?.phase === "ACTIVE", soon);
    expect(ids()).not.toContain(stuck);
    expect(at.runtime.started.filter(({ component }) => component === "migrate")).toHaveLength(1);
  });
});

describe("a scheduled job", () => {
  test("runs at its time, never twice at once, and ends with its app", async () => {
    const port = await begin({ behave: ({ component }) => (component === "tick" ? { listens: false } : {}) });
    const schedule = { cron: "* * * * * *", timeZone: "UTC" };
    await deploy(appPlan("shop", port, { jobs: [jobPlan("tick", "SCHEDULED", { schedule })] }));
    expect(at.conductor.nextRun("shop", "tick")).toBeGreaterThan(Date.now());
    const runs = (): string[] => at.store.jobRuns("shop", 10).map(({ phase }) => phase);
    await vi.waitUntil(() => runs().length === 1, soon);
    const again = (at.conductor.nextRun("shop", "tick") ?? 0) + 50;
    await vi.waitUntil(() => Date.now() > again, soon);
    expect(runs()).toEqual(["RUNNING"]);
    await at.conductor.down("shop", { data: false });
    expect(runs()).toEqual(["CANCELED"]);
    expect(ids()).toEqual([]);
    expect(at.conductor.isIdle()).toBe(true);
  });
});
