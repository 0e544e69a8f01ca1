import { open, readdir, readFile, readlink, realpath, rename, stat } from "node:fs/promises";
import type { Clock } from "../base/clock.ts";
import { PlatformError } from "../base/errors.ts";
import { startDetached, type Argv, type Environment } from "../base/exec.ts";
import { identify, isAlive, type ProcessIdentity } from "../base/process-identity.ts";
import { waitUntil } from "./wait-until.ts";

const LONGEST_LOG_BYTES = 8 * 1024 * 1024;
const KILL_TIMEOUT_MS = 5_000;

export interface ServerCommand {
  readonly argv: Argv;
  readonly cwd: string;
  readonly env: Environment;
  /** Both streams are appended to it; one that has grown past 8 MiB is put aside as `<logFile>.1` first. */
  readonly logFile: string;
  /** File the server reads as its standard input. */
  readonly inputFile?: string;
}

/** Starts a server that outlives us. @throws PlatformError `DATABASE_START_FAILED` if it ended at once */
export async function startServer(command: ServerCommand): Promise<ProcessIdentity> {
  await putLongLogAside(command.logFile);
  const log = await open(command.logFile, "a", 0o600);
  const input = command.inputFile === undefined ? undefined : await open(command.inputFile, "r");
  try {
    const stdio = [input?.fd ?? "ignore", log.fd, log.fd] as const;
    const { pid } = await startDetached(command.argv, { cwd: command.cwd, env: command.env, stdio });
    const identity = await identify(pid);
    if (identity) return identity;
  } finally {
    await Promise.all([log.close(), input?.close()]);
  }
  throw await startFailed(command.logFile, 0);
}

/** The error of a server that did not come up, with what it printed after `logOffset` (bytes). */
export async function startFailed(logFile: string, logOffset: number): Promise<PlatformError> {
  const lines = (await readLog(logFile, logOffset)).trimEnd().split("\n").slice(-8);
  return new PlatformError(
    "DATABASE_START_FAILED",
    `A database server did not start; its last lines: ${lines.join(" | ")}`,
    { hint: `Its whole log is ${logFile}` },
  );
}

/** What the log holds after `offset` (bytes); "" if it is not there. */
export async function readLog(logFile: string, offset: number): Promise<string> {
  try {
    const bytes = await readFile(logFile);
    return bytes.subarray(bytes.length < offset ? 0 : offset).toString("utf8");
  } catch {
    return "";
  }
}

/** Length of the log in bytes, 0 if it is not there. */
export async function logLength(logFile: string): Promise<number> {
  const found = await stat(logFile).catch(() => undefined);
  return found === undefined || found.size > LONGEST_LOG_BYTES ? 0 : found.size;
}

/** Asks the process to end with `signal`, and kills it after `graceMs`. A process that is gone is fine. */
export async function endProcess(
  identity: ProcessIdentity,
  how: { readonly signal: NodeJS.Signals; readonly graceMs: number; readonly clock: Clock },
): Promise<void> {
  const gone = async (): Promise<boolean> => !(await isAlive(identity));
  if (await gone()) return;
  send(identity.pid, how.signal);
  if (await waitUntil(gone, { clock: how.clock, timeoutMs: how.graceMs })) return;
  send(identity.pid, "SIGKILL");
  await waitUntil(gone, { clock: how.clock, timeoutMs: KILL_TIMEOUT_MS });
}

/**
 * Live processes of a server, found by the directory they work in (each server works in its data directory,
 * which nothing else shares) and by their program's name, so that a shell standing there is not meant.
 */
export async function processesIn(
  directory: string,
  programs: readonly string[],
): Promise<readonly ProcessIdentity[]> {
  const real = await realpath(directory).catch(() => undefined);
  if (real === undefined) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => identifyIn(Number(pid), real, programs)));
  return found.filter((identity) => identity !== undefined);
}

async function identifyIn(
  pid: number,
  directory: string,
  programs: readonly string[],
): Promise<ProcessIdentity | undefined> {
  try {
    if ((await readlink(`/proc/${pid}/cwd`)) !== directory) return undefined;
    const program = (await readFile(`/proc/${pid}/comm`, "utf8")).trim();
    return programs.includes(program) ? await identify(pid) : undefined;
  } catch {
    // Gone meanwhile, or another user's: not one of ours.
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already: what we wanted.
  }
}

async function putLongLogAside(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined);
  if (found && found.size > LONGEST_LOG_BYTES) await rename(logFile, `${logFile}.1`);
}
