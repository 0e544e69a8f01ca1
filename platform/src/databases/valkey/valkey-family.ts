import { mkdir, rm } from "node:fs/promises";
import { PlatformError } from "../../base/errors.ts";
import type { DatabaseConnection } from "../../plan/endpoints.ts";
import { listenAddresses } from "../addresses.ts";
import type { DatabaseRequest, DatabaseState } from "../databases.ts";
import type { Family, Machine, Support } from "../family.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { readIfThere } from "../files.ts";
import { ask } from "./ask.ts";
import { cacheFiles, cacheOf, findCaches, readState, updateState, type Cache } from "./cache.ts";
import { cacheVersion, findCacheProgram, type CacheEngine, type CacheProgram } from "./programs.ts";
import { answers, findServer, startCache, stopCache } from "./run.ts";
import { cacheConf } from "./settings.ts";

/** Caches of the engines REDIS and VALKEY: one server for each component. */
export function valkeyFamily(engine: CacheEngine, machine: Machine): Family {
  return {
    supports: () => supports(engine, machine),
    ensure: (request) => ensure(engine, request, machine),
    list: (app) => list(engine, app, machine),
    stop: (app, name) => stop(app, name, machine),
    destroy: (app, name) => destroy(app, name, machine),
  };
}

async function supports(engine: CacheEngine, machine: Machine): Promise<Support> {
  if ((await findCacheProgram(engine, machine)) !== undefined) return { ok: true };
  return {
    ok: false,
    reason: "neither redis-server nor valkey-server is installed here",
    hint: "Install one (Debian: apt-get install redis-server), or attach a cache of yours in .do/ashore.yaml",
  };
}

async function ensure(
  engine: CacheEngine,
  request: DatabaseRequest,
  machine: Machine,
): Promise<DatabaseConnection> {
  const cache = cacheOf(machine.home, request.app, request.name);
  const addresses = listenAddresses(request.listen);
  const server = await findServer(cache);
  const { port, addresses: current } = await readState(cache);
  const inPlace = server !== undefined && port !== null && current.join() === addresses.join();
  if (inPlace && (await takesPassword(cache, port, request.password, addresses))) {
    await updateState(cache, { identity: server });
  } else {
    if (server) {
      request.onLine(`Restarting ${request.name}`);
      await stopCache(cache, machine);
    }
    await start(cache, engine, request, machine);
  }
  await updateState(cache, { engine, version: request.version });
  return connectionTo(request, (await readState(cache)).port ?? 0);
}

async function start(
  cache: Cache,
  engine: CacheEngine,
  request: DatabaseRequest,
  machine: Machine,
): Promise<void> {
  const program = await findCacheProgram(engine, machine);
  if (program === undefined) throw await unavailable(engine, machine);
  const note = await standIn(program, request);
  if (note !== "") request.onLine(note);
  await mkdir(cache.directory, { recursive: true, mode: 0o700 });
  const { password, uid, onLine, signal } = request;
  const addresses = listenAddresses(request.listen);
  await startCache(cache, { program, addresses, password, uid, onLine, signal }, machine);
}

/** True if the running server takes the password, after it was told of a changed one. */
async function takesPassword(
  cache: Cache,
  port: number,
  password: string,
  addresses: readonly string[],
): Promise<boolean> {
  if (await answers(port, password)) return true;
  const files = cacheFiles(cache);
  const former = await readIfThere(files.password);
  if (former === undefined || !(await answers(port, former))) return false;
  const lines = await ask(port, [
    ["AUTH", former],
    ["CONFIG", "SET", "requirepass", password],
  ]);
  if (lines[1] !== "+OK") return false;
  await writeWhole(files.password, password, { flush: true });
  await writeWhole(files.conf, cacheConf({ port, addresses, password }), { flush: true });
  return true;
}

/** One line if what runs differs from what the spec asks for, else "". */
async function standIn(program: CacheProgram, request: DatabaseRequest): Promise<string> {
  const version = await cacheVersion(program);
  const same = program.name.startsWith(request.engine.toLowerCase());
  if (same && version.split(".")[0] === request.version.split(".")[0]) return "";
  return `${request.name}: ${request.engine} ${request.version} is played by ${program.name} ${version} of this machine`;
}

function connectionTo(request: DatabaseRequest, port: number): DatabaseConnection {
  return {
    name: request.name,
    engine: request.engine,
    version: request.version,
    host: request.host,
    port,
    username: "default",
    password: request.password,
    database: "",
    tls: false,
    caCertificate: "",
    url: null,
  };
}

async function unavailable(engine: CacheEngine, machine: Machine): Promise<PlatformError> {
  const support = await supports(engine, machine);
  const { reason, hint } = support.ok ? { reason: "", hint: "" } : support;
  return new PlatformError("CACHE_UNAVAILABLE", `${engine} cannot run: ${reason}`, { hint });
}

async function list(engine: CacheEngine, app: string, machine: Machine): Promise<readonly DatabaseState[]> {
  const states = await Promise.all((await findCaches(machine.home, app)).map(describe));
  return states.filter((state) => state.engine === engine);
}

async function describe(cache: Cache): Promise<DatabaseState> {
  const [state, server] = await Promise.all([readState(cache), findServer(cache)]);
  return {
    app: cache.app,
    name: cache.name,
    engine: state.engine,
    version: state.version,
    state: server ? "running" : "stopped",
    port: state.port ?? 0,
    logFile: cacheFiles(cache).log,
  };
}

async function stop(app: string, name: string | undefined, machine: Machine): Promise<void> {
  for (const cache of await findCaches(machine.home, app, name)) await stopCache(cache, machine);
}

async function destroy(app: string, name: string | undefined, machine: Machine): Promise<void> {
  for (const cache of await findCaches(machine.home, app, name)) {
    await stopCache(cache, machine);
    await rm(cache.directory, { recursive: true, force: true });
  }
}
