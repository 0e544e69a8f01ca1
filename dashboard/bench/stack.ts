import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CreatedToken } from "../src/api/shapes/people.ts";
import type { Site } from "../src/api/shapes/sites.ts";
import { freePort } from "../src/base/free-port.ts";
import { startTestDatabase, type TestDatabase } from "../src/testing/database.ts";
import { startTestRedis, type TestRedis } from "../src/testing/redis.ts";
import { openApi, type ApiClient } from "./api-client.ts";

const READY_LIMIT_MS = 60_000;
const FLAGS = ["--optimize-for-size"];

export type Role = "web" | "worker" | "scheduler";

export interface RoleProcess {
  readonly role: Role;
  readonly child: ChildProcess;
  readonly readyAfterMs: number;
  /** Everything it printed. */
  log(): string;
  end(signal: NodeJS.Signals): Promise<number>;
}

/** A whole dashboard with real servers, and the fixture site to measure; all on loopback. */
export interface Stack {
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly api: ApiClient;
  readonly webUrl: string;
  readonly fixtureUrl: string;
  start(role: Role): Promise<RoleProcess>;
  addSite(name: string, change?: object): Promise<Site>;
  stop(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const [database, redis, webPort, fixturePort] = await Promise.all([
    startTestDatabase(),
    startTestRedis(),
    freePort(),
    freePort(),
  ]);
  const running = new Set<RoleProcess>();
  const fixture = fork(join(import.meta.dirname, "../../examples/fixture-site/server.js"), [], {
    env: { PORT: String(fixturePort) },
    stdio: "ignore",
  });
  const api = openApi(`http://127.0.0.1:${webPort}`);
  const start = async (role: Role): Promise<RoleProcess> => {
    const port = role === "web" ? webPort : await freePort();
    const env = {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PROCESS_TYPE: role,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PORT: String(port),
      HEALTH_PORT: String(port),
    };
    const started = await startRole(role, env, port);
    running.add(started);
    void once(started.child, "exit").then(() => running.delete(started));
    return started;
  };
  return {
    database,
    redis,
    api,
    webUrl: `http://127.0.0.1:${webPort}`,
    fixtureUrl: `http://127.0.0.1:${fixturePort}/`,
    start,
    addSite: async (name, change = {}) => {
      const pages = [{ url: `http://127.0.0.1:${fixturePort}/?${encodeURIComponent(name)}` }];
      const site = { name, pages, profiles: ["mobile"], samplesPerMeasurement: 1, ...change };
      return api.call<Site>("POST", "/sites", site);
    },
    stop: async () => {
      await Promise.all([...running].map((each) => each.end("SIGTERM")));
      fixture.kill();
      await Promise.all([database.stop(), redis.stop()]);
    },
  };
}

/** Signs in by the link that a web process printed, and allows the fixture site. */
export async function becomeAdministrator({ api, fixtureUrl }: Stack, web: RoleProcess): Promise<void> {
  while (!web.log().includes("/welcome#")) await sleep(50);
  const token = /welcome#([\w-]+)/.exec(web.log())?.[1];
  const person = { email: "bench@dashboard.example", name: "Bench", password: "a password for the bench" };
  await api.call("POST", "/invitation", { token, ...person });
  const made = await api.call<CreatedToken>("POST", "/tokens", { name: "bench", role: "admin" });
  api.useToken(made.token);
  await api.call("POST", "/allowed-hosts", { host: new URL(fixtureUrl).host });
}

async function startRole(role: Role, env: NodeJS.ProcessEnv, port: number): Promise<RoleProcess> {
  const startedAt = Date.now();
  const child = fork(join(import.meta.dirname, "../src/main.ts"), [], {
    env,
    execArgv: FLAGS,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let log = "";
  child.stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const said = role === "worker" ? "waiting for jobs" : null;
  while (!(said === null ? await isReady(port) : log.includes(said))) {
    if (child.exitCode !== null || Date.now() - startedAt > READY_LIMIT_MS)
      throw new Error(`${role} did not become ready:\n${log}`);
    await sleep(20);
  }
  return {
    role,
    child,
    readyAfterMs: Date.now() - startedAt,
    log: () => log,
    end: async (signal) => {
      const from = Date.now();
      if (child.exitCode !== null || child.signalCode !== null) return 0;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
      return Date.now() - from;
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Memory a process has for itself plus its share of what it shares, in bytes. */
export function proportionalBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
}
