import { mkdir, open, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { startDetached } from "../base/exec.ts";
import { messageOf, PlatformError } from "../base/errors.ts";
import { systemClock } from "../base/clock.ts";
import { connect, isDisconnected, type Client } from "../client/index.ts";
import { definedEnv, type Context } from "./context.ts";

/** Unix socket paths end at 108 bytes on Linux and 104 on macOS; a little is left for the names of other sockets. */
const SOCKET_PATH_BYTES = 100;
const START_TIMEOUT_MS = 20_000;
const FIRST_PROBE_MS = 20;
const LONGEST_PROBE_MS = 200;
/** How long a winner of the lock that is seen to exist may take before we try to start one again. */
const WINNER_MS = 2_000;
/** Halves what an idle control plane holds: young objects are few, and the default room for them is 16 MB twice. */
const SMALL_HEAP = ["--max-semi-space-size=1"];
const LOG_LINES = 15;
const LOG_BYTES = 4 * 1024 * 1024;

/** @throws PlatformError `HOME_TOO_LONG` */
export function socketPathOf(home: string): string {
  const socketPath = path.join(home, "server.sock");
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES)
    throw new PlatformError("HOME_TOO_LONG", `ASHORE_HOME is too long for a unix socket: ${home}`, {
      fault: "usage",
      hint: `choose a directory whose path has at most ${SOCKET_PATH_BYTES - "/server.sock".length} bytes`,
    });
  return socketPath;
}

/** A client of the running control plane, or undefined if none answers. */
export async function findControlPlane(context: Context): Promise<Client | undefined> {
  const client = connect({ socketPath: socketPathOf(context.home) });
  return (await answers(client)) ? client : undefined;
}

/**
 * The same for commands that make no sense without one.
 * @throws PlatformError `NOTHING_RUNNING`
 */
export async function requireControlPlane(context: Context): Promise<Client> {
  const client = await findControlPlane(context);
  if (client) return client;
  throw nothingRunning(context);
}

/** The error of a command that needs a control plane where there is none. */
export function nothingRunning(context: Context): PlatformError {
  return new PlatformError("NOTHING_RUNNING", `Nothing is running (no control plane in ${context.home})`, {
    fault: "usage",
    hint: "`ashore up` starts an app",
  });
}

export interface ControlPlane {
  readonly client: Client;
  /** True if this call started it. */
  readonly started: boolean;
}

/**
 * Finds the control plane of this ASHORE_HOME or starts one and waits until it answers. Any number of callers may
 * do so at once: the server's own lock lets one live, the others end quietly.
 * @throws PlatformError `CONTROL_PLANE_FAILED` with the last lines of its log, `HOME_UNUSABLE`
 */
export async function ensureControlPlane(context: Context, signal?: AbortSignal): Promise<ControlPlane> {
  const client = connect({ socketPath: socketPathOf(context.home) });
  if (await answers(client)) return { client, started: false };
  const deadline = systemClock.now() + START_TIMEOUT_MS;
  while (systemClock.now() < deadline) {
    const child = await startServer(context);
    if (await awaitAnswer(client, child, deadline, signal)) return { client, started: true };
    if (child.failed()) break;
  }
  throw new PlatformError("CONTROL_PLANE_FAILED", "The control plane did not start", {
    hint: await lastLogLines(context.home),
  });
}

/** Asks the control plane to end; it stays if an app is up or if it is not one that `up` started. */
export async function releaseControlPlane(client: Client): Promise<boolean> {
  try {
    return (await client.shutdown()).stopped;
  } catch (error) {
    if (isDisconnected(error)) return true;
    throw error;
  }
}

async function answers(client: Client): Promise<boolean> {
  try {
    await client.status();
    return true;
  } catch (error) {
    if (isDisconnected(error)) return false;
    throw error;
  }
}

interface ServerChild {
  /** Ended, and not because another one holds the lock. */
  failed(): boolean;
  /** When it ended, in clock milliseconds; undefined while it runs. */
  endedAt(): number | undefined;
}

async function startServer(context: Context): Promise<ServerChild> {
  // Instances of other users reach their files below it; what is secret is closed by itself.
  await mkdir(context.home, { recursive: true, mode: 0o711 }).catch((error: unknown) => {
    throw homeUnusable(context.home, error);
  });
  const logFile = logFileOf(context.home);
  const log = await open(logFile, (await sizeOf(logFile)) > LOG_BYTES ? "w" : "a", 0o600);
  try {
    const [node, ...program] = context.program;
    const child = await startDetached([node, ...SMALL_HEAP, ...program, "server", "--local"], {
      cwd: context.home,
      env: { ...definedEnv(context), ASHORE_HOME: context.home },
      stdio: ["ignore", log.fd, log.fd],
    });
    return watchServer(child.ended);
  } finally {
    await log.close();
  }
}

function homeUnusable(home: string, cause: unknown): PlatformError {
  const message = `ASHORE_HOME ${home} cannot be made: ${messageOf(cause)}`;
  const hint = "name a directory that you may write to";
  return new PlatformError("HOME_UNUSABLE", message, { fault: "usage", hint, cause });
}

function watchServer(ended: Promise<number | null>): ServerChild {
  let code: number | null = 0;
  let endedAt: number | undefined;
  void ended.then((exitCode) => {
    code = exitCode;
    endedAt = systemClock.now();
  });
  return { failed: () => endedAt !== undefined && code !== 0, endedAt: () => endedAt };
}

/** False if the child failed, or if it left the field to another one that then did not answer either. */
async function awaitAnswer(
  client: Client,
  child: ServerChild,
  deadline: number,
  signal?: AbortSignal,
): Promise<boolean> {
  for (let pause = FIRST_PROBE_MS; ; pause = Math.min(LONGEST_PROBE_MS, pause * 1.5)) {
    const endedAt = child.endedAt();
    if (await answers(client)) return true;
    if (child.failed() || systemClock.now() > deadline) return false;
    if (endedAt !== undefined && systemClock.now() - endedAt > WINNER_MS) return false;
    await systemClock.sleep(pause, signal);
  }
}

function logFileOf(home: string): string {
  return path.join(home, "server.log");
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function lastLogLines(home: string): Promise<string> {
  const file = logFileOf(home);
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.trimEnd().split("\n").slice(-LOG_LINES);
  return [`its log is ${file} and ends with:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
