import { mkdir, open, readFile, unlink, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { startDetached } from "../../base/exec.ts";
import { identify, type ProcessIdentity } from "../../base/process-identity.ts";
import { sandboxArgv, sandboxEnvironment, type SandboxRequest } from "../../base/sandbox.ts";
import type { StartRequest } from "../runtime.ts";
import type { Context } from "./context.ts";
import { readStatus } from "./status-file.ts";

export const ENVIRONMENT_FD = 3;
export const STATUS_FD = 4;

const POLL_MS = 1;
const STARTED_WITHIN_MS = 10_000;

export interface Launched {
  /** First process of the box, or the wrapper without one: when it ends, the instance has ended. */
  readonly identity: ProcessIdentity;
  /** Notes the exit code. */
  readonly monitor: ProcessIdentity;
}

/** Starts the box with its output going to the log file, and waits until its first process exists. */
export async function launch(
  context: Context,
  request: StartRequest,
  box: SandboxRequest,
  environment: string,
): Promise<Launched> {
  const paths = context.paths.instance(request.id);
  await mkdir(dirname(request.logFile), { recursive: true });
  const files = await openAll([
    () => openLog(request),
    () => openEnvironment(paths.environment, environment),
    () => open(paths.status, "a"),
  ]);
  try {
    const [log, env, status] = files.map((file) => file.fd) as [number, number, number];
    const child = await startDetached(sandboxArgv(box), {
      cwd: "/",
      env: { ...sandboxEnvironment, ASHORE_INSTANCE: context.names.marker(request.id) },
      stdio: ["ignore", log, log, env, status],
    });
    let ended = false;
    void child.ended.then(() => (ended = true));
    const monitor = (await identify(child.pid)) ?? (await gone(child.pid));
    if (box.capabilities.programs.bwrap === null) return { identity: monitor, monitor };
    const first = await awaitFirstProcess(context, paths.status, () => ended);
    if (first === null) throw await startFailed(request);
    return { identity: (await identify(first)) ?? (await gone(first)), monitor };
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** The instance's own file, for programs open /dev/stdout anew to write to it. */
async function openLog({ logFile, uid }: StartRequest): Promise<FileHandle> {
  const log = await open(logFile, "a", 0o640);
  if (uid !== null) await log.chown(uid, uid);
  return log;
}

async function openAll(openers: readonly (() => Promise<FileHandle>)[]): Promise<FileHandle[]> {
  const files: FileHandle[] = [];
  try {
    for (const opener of openers) files.push(await opener());
    return files;
  } catch (error) {
    await Promise.all(files.map((file) => file.close()));
    throw error;
  }
}

/** Secrets stand in it, so it has no name any more by the time anybody could look. */
async function openEnvironment(path: string, script: string): Promise<FileHandle> {
  const writer = await open(path, "wx", 0o600);
  try {
    await writer.writeFile(script);
    return await open(path, "r");
  } finally {
    await writer.close();
    await unlink(path);
  }
}

async function awaitFirstProcess(
  context: Context,
  statusFile: string,
  ended: () => boolean,
): Promise<number | null> {
  const deadline = context.clock.now() + STARTED_WITHIN_MS;
  for (;;) {
    const over = ended() || context.clock.now() > deadline;
    const { childPid } = await readStatus(statusFile);
    if (childPid !== null || over) return childPid;
    await context.clock.sleep(POLL_MS);
  }
}

/** It ended before we could look: an identity that no live process has. */
async function gone(pid: number): Promise<ProcessIdentity> {
  const self = await identify(process.pid);
  return { bootId: self?.bootId ?? "", pid, startTicks: 0 };
}

async function startFailed(request: StartRequest): Promise<PlatformError> {
  const text = await readFile(request.logFile, "utf8").catch(() => "");
  const reason = text.trim().split("\n").at(-1) ?? "";
  return new PlatformError("INSTANCE_NOT_STARTED", `${request.component} could not be boxed in: ${reason}`);
}
