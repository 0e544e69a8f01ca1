import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildApi, type ApiParts } from "../api/index.ts";
import { systemClock } from "../base/clock.ts";
import { lineLog } from "../base/log.ts";
import { conductor, type Conductor, type Parts } from "../deploy/index.ts";
import type { ControlStatus } from "../wire/index.ts";
import { assemble } from "./assemble.ts";
import { readConfig, type Config } from "./config.ts";
import { databaseAccess } from "./database-access.ts";
import { awaitIdle } from "./end-when-idle.ts";
import { takeLock } from "./lock.ts";
import { routerProcess, type RouterProcess } from "./router-process.ts";

const FIRST_APP_UID = 20_000;
const ROUTER_GRACE_MS = 1000;

/**
 * The control plane: takes over what runs, then answers on its unix socket until it is asked to end.
 * @returns exit code; 0 as well when another control plane already has this home
 */
export async function runServer(): Promise<number> {
  const config = readConfig();
  process.umask(0o022);
  // Apps run under uids of their own and have to get through, but not to look around.
  mkdirSync(config.home, { recursive: true, mode: 0o711 });
  const lock = takeLock(join(config.home, "lock.db"));
  if (!lock) return 0;
  const log = lineLog((line) => process.stderr.write(line));
  const ended = Promise.withResolvers<number>();
  const stopping = new AbortController();
  const routing = routerProcess({ config, clock: systemClock, log });
  const parts = await assemble(config, routing, log);
  await routing.ensure();
  routing.keep(stopping.signal);
  const master = conductor(parts);
  const ready = Promise.withResolvers<undefined>();
  const end = (code: number): void => {
    stopping.abort();
    ended.resolve(code);
  };
  const api = buildApi(apiParts({ config, parts, master, routing, end, ready: ready.promise }));
  await listen(api, config);
  await master.resume();
  ready.resolve(undefined);
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(name, () => end(0));
  void awaitIdle({ isIdle: master.isIdle, server: api.server, clock: systemClock, signal: stopping.signal })
    .then(() => routing.router.quit(ROUTER_GRACE_MS).catch(() => undefined))
    .then(() => end(0))
    .catch(() => undefined);
  log.info("the control plane runs", { pid: process.pid, home: config.home });
  const code = await ended.promise;
  await api.close();
  rmSync(socketOf(config), { force: true });
  parts.store.close();
  lock.release();
  return code;
}

interface Assembly {
  readonly config: Config;
  readonly parts: Parts;
  readonly master: Conductor;
  readonly routing: RouterProcess;
  readonly end: (code: number) => void;
  /** Resolves when what an earlier control plane left is taken over. */
  readonly ready: Promise<unknown>;
}

function apiParts({ config, parts, master, routing, end, ready }: Assembly): ApiParts {
  const { store, events, box, clock, log, paths } = parts;
  const startedAt = new Date(clock.now()).toISOString();
  return {
    ...{ conductor: master, store, events, box, clock, log, paths, version: config.version },
    cloneRoot: join(config.home, "clones"),
    gitEnv: { ...config.machineEnv, PATH: config.searchPath, HOME: config.userHome },
    firstUid: config.isRoot ? FIRST_APP_UID : null,
    ready,
    control: () => controlStatus(config, parts, startedAt),
    databases: (app) => databaseAccess(master, parts, app, config),
    shutdown: async () => {
      if (!master.isIdle()) return false;
      await routing.router.quit(ROUTER_GRACE_MS).catch(() => undefined);
      // The answer to this very request still has to go out.
      setImmediate(() => end(0));
      return true;
    },
  };
}

async function controlStatus(config: Config, parts: Parts, startedAt: string): Promise<ControlStatus> {
  const [router, runtime] = await Promise.all([
    parts.router.status().catch(() => null),
    parts.runtime.describe(),
  ]);
  const listeners = router?.listeners.map(({ address, port }) => `${address}:${port}`) ?? [];
  return {
    version: config.version,
    pid: process.pid,
    home: config.home,
    startedAt,
    router: router && { pid: router.pid, listeners },
    runtime,
    apps: parts.store.apps().filter((app) => app.wanted === "up").length,
  };
}

function socketOf(config: Config): string {
  return join(config.home, "server.sock");
}

async function listen(api: ReturnType<typeof buildApi>, config: Config): Promise<void> {
  // We hold the home's lock, so a socket that is still there belongs to nobody.
  rmSync(socketOf(config), { force: true });
  const mask = process.umask(0o177);
  try {
    await api.listen({ path: socketOf(config) });
  } finally {
    process.umask(mask);
  }
}
