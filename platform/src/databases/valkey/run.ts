import { chown, lstat, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import type { Argv } from "../../base/exec.ts";
import { isAlive, type ProcessIdentity } from "../../base/process-identity.ts";
import { choosePort } from "../addresses.ts";
import type { Machine } from "../family.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { findProgram } from "../files.ts";
import { endProcess, logLength, processesIn, readLog, startFailed, startServer } from "../server-process.ts";
import { waitUntil } from "../wait-until.ts";
import { ask } from "./ask.ts";
import { cacheFiles, readState, updateState, type Cache } from "./cache.ts";
import { PROGRAM_NAMES, type CacheProgram } from "./programs.ts";
import { cacheConf } from "./settings.ts";

const NOBODY = 65_534;
const START_TIMEOUT_MS = 60_000;
const START_ATTEMPTS = 3;
const STOP_GRACE_MS = 15_000;

export interface StartOptions {
  readonly program: CacheProgram;
  readonly addresses: readonly string[];
  readonly password: string;
  /** Uid it runs under when we are root; null: nobody's. */
  readonly uid: number | null;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The running server: the one we remember, else one that was started just before we died. */
export async function findServer(cache: Cache): Promise<ProcessIdentity | undefined> {
  const { identity } = await readState(cache);
  if (identity && (await isAlive(identity))) return identity;
  return (await processesIn(cacheFiles(cache).data, PROGRAM_NAMES))[0];
}

/**
 * Starts the server and waits until it has read its data and answers. It keeps its port unless somebody else
 * sits on it by now.
 * @throws PlatformError `DATABASE_START_FAILED`, `DATABASE_ADDRESS_MISSING`, `CACHE_AS_ROOT`
 */
export async function startCache(cache: Cache, start: StartOptions, machine: Machine): Promise<void> {
  let preferred = (await readState(cache)).port;
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = await choosePort(start.addresses, preferred);
    if (preferred !== null && port !== preferred) {
      start.onLine(`Port ${preferred} was taken meanwhile; ${cache.name} moves to ${port}`);
    }
    if (await startAt(cache, port, start, machine)) return;
    preferred = null;
  }
  throw await startFailed(cacheFiles(cache).log, 0);
}

/** @returns false if somebody took the port between our look and the server's */
async function startAt(cache: Cache, port: number, start: StartOptions, machine: Machine): Promise<boolean> {
  const files = cacheFiles(cache);
  await mkdir(files.data, { recursive: true, mode: 0o700 });
  await writeWhole(files.password, start.password, { flush: true });
  await writeWhole(files.conf, cacheConf({ ...start, port }), { flush: true });
  const argv = await asServerUser([start.program.file, "-"], files.data, start.uid, machine);
  const env = { PATH: machine.passEnv["PATH"] ?? "/usr/bin:/bin", TZ: "UTC" };
  const offset = await logLength(files.log);
  const command = { argv, cwd: files.data, env, logFile: files.log, inputFile: files.conf };
  // Before it exists, so that it is found and known if we are killed right after.
  await updateState(cache, { port, addresses: start.addresses, identity: null });
  const identity = await startServer(command);
  await updateState(cache, { identity });
  machine.log.info("cache started", { directory: cache.directory, port, pid: identity.pid });
  try {
    await awaitAnswer(cache, identity, { ...start, port, offset, clock: machine.clock });
    return true;
  } catch (error) {
    if (/Address already in use/.test(await readLog(files.log, offset))) return false;
    throw error;
  }
}

/** Ends the server, which writes out its data; kills it if it does not end. */
export async function stopCache(cache: Cache, machine: Machine): Promise<void> {
  const server = await findServer(cache);
  const { clock } = machine;
  if (server) await endProcess(server, { signal: "SIGTERM", graceMs: STOP_GRACE_MS, clock });
  // A rewrite of the log that was under way is a process of its own.
  for (const orphan of await processesIn(cacheFiles(cache).data, PROGRAM_NAMES)) {
    await endProcess(orphan, { signal: "SIGKILL", graceMs: STOP_GRACE_MS, clock });
  }
  await updateState(cache, { identity: null });
  machine.log.info("cache stopped", { directory: cache.directory });
}

/** True if the server on this port answers to this password and has all its data in memory. */
export async function answers(port: number, password: string): Promise<boolean> {
  try {
    const lines = await ask(port, [["AUTH", password], ["PING"]]);
    return lines[0] === "+OK" && lines[1] === "+PONG";
  } catch {
    return false;
  }
}

async function awaitAnswer(
  cache: Cache,
  identity: ProcessIdentity,
  wait: Pick<StartOptions, "password" | "signal"> & Pick<Machine, "clock"> & { port: number; offset: number },
): Promise<void> {
  const { log } = cacheFiles(cache);
  const ready = async (): Promise<boolean> => {
    if (!(await isAlive(identity))) throw await startFailed(log, wait.offset);
    return answers(wait.port, wait.password);
  };
  if (!(await waitUntil(ready, { ...wait, timeoutMs: START_TIMEOUT_MS }))) {
    throw await startFailed(log, wait.offset);
  }
}

/**
 * As root the server runs under a uid without rights. It need not be able to walk to its data directory: it is
 * started in it.
 */
async function asServerUser(
  argv: Argv,
  data: string,
  uid: number | null,
  machine: Pick<Machine, "isRoot" | "passEnv">,
): Promise<Argv> {
  if (!machine.isRoot) return argv;
  const setpriv = await findProgram("setpriv", machine.passEnv);
  if (setpriv === undefined) {
    throw new PlatformError("CACHE_AS_ROOT", "A cache is not started as root, and setpriv is missing", {
      hint: "Install util-linux",
    });
  }
  const id = uid ?? NOBODY;
  await giveTo(data, id);
  const flags = [`--reuid=${id}`, `--regid=${id}`, "--clear-groups", "--no-new-privs"];
  return [setpriv, ...flags, "--inh-caps=-all", "--bounding-set=-all", ...argv];
}

async function giveTo(path: string, uid: number): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if (found.uid !== uid) await chown(path, uid, uid);
  if (!found.isDirectory()) return;
  for (const name of await readdir(path)) await giveTo(join(path, name), uid);
}
