import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { messageOf, PlatformError } from "./errors.ts";

/** A command as an array: program first. Never a line of shell. */
export type Argv = readonly [string, ...string[]];

export type Environment = Readonly<Record<string, string>>;

export interface ExecOptions {
  readonly cwd?: string;
  /** The child's whole environment; nothing is inherited unless it is in here. */
  readonly env?: Environment;
  /** Text for standard input; without it the child reads an empty one. */
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called with each line of both streams, without its newline. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** How much of each stream is kept in the outcome; older text is dropped. Default 1 MiB. */
  readonly keepBytes?: number;
}

export interface ExecOutcome {
  /** Exit code, or null if a signal ended the child. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

const KEEP_BYTES = 1024 * 1024;
const KILL_AFTER_MS = 2000;

/**
 * Runs a child in a process group of its own and waits for its end. A non-zero exit is an outcome, not an
 * error. On abort or timeout the whole group gets TERM, and KILL two seconds later.
 * @throws PlatformError `PROGRAM_NOT_FOUND` or `EXEC_FAILED` if the child could not be started
 */
export function exec(argv: Argv, options: ExecOptions = {}): Promise<ExecOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd: options.cwd,
      env: options.env ?? {},
      detached: true,
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const stdout = collect(child.stdout, "stdout", options);
    const stderr = collect(child.stderr, "stderr", options);
    const guard = guardChild(child, options);
    feed(child.stdin, options.input);
    child.once("error", (error) => {
      guard.release();
      reject(startFailure(argv[0], error));
    });
    child.once("close", (code, signal) => {
      guard.release();
      resolve({ code, signal, stdout: stdout(), stderr: stderr(), timedOut: guard.timedOut() });
    });
  });
}

export interface DetachedOptions {
  readonly cwd?: string;
  readonly env: Environment;
  /** Index 0 to 2 are the standard streams; further entries become the child's descriptors 3, 4, … */
  readonly stdio: readonly ("ignore" | number)[];
}

/**
 * Starts a child in its own session that outlives us; its streams are open files, so nothing ties it to us.
 * @returns the child's pid, and for as long as we live a promise of its exit code (null after a signal)
 * @throws PlatformError `PROGRAM_NOT_FOUND` or `EXEC_FAILED`
 */
export function startDetached(
  argv: Argv,
  options: DetachedOptions,
): Promise<{ pid: number; ended: Promise<number | null> }> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: [...options.stdio],
    });
    const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
    child.once("error", (error) => reject(startFailure(argv[0], error)));
    child.once("spawn", () => {
      child.unref();
      resolve({ pid: child.pid ?? 0, ended });
    });
  });
}

export interface PipedChild {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Signals the child's whole process group. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts a child whose three streams the caller reads and writes, e.g. a shell behind a websocket. */
export function startPiped(argv: Argv, options: { cwd?: string; env: Environment }): Promise<PipedChild> {
  return new Promise((resolve, reject) => {
    const settings: SpawnOptions = { cwd: options.cwd, env: options.env, detached: true, stdio: "pipe" };
    const child = spawn(argv[0], argv.slice(1), { ...settings, stdio: "pipe" });
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
      child.once("close", (code, signal) => done({ code, signal }));
    });
    child.once("error", (error) => reject(startFailure(argv[0], error)));
    child.once("spawn", () => {
      const { stdin, stdout, stderr } = child;
      resolve({
        pid: child.pid ?? 0,
        stdin,
        stdout,
        stderr,
        ended,
        kill: (signal) => killGroup(child, signal),
      });
    });
  });
}

/**
 * Runs a child on our own terminal (a database client, say) and gives its exit code, 128 + n after a signal.
 * @throws PlatformError `PROGRAM_NOT_FOUND` or `EXEC_FAILED`
 */
export function execInteractive(argv: Argv, env: Environment): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), { env, stdio: "inherit" });
    child.once("error", (error) => reject(startFailure(argv[0], error)));
    child.once("close", (code) => resolve(code ?? 130));
  });
}

function startFailure(program: string, error: Error): PlatformError {
  if ("code" in error && error.code === "ENOENT") {
    return new PlatformError(
      "PROGRAM_NOT_FOUND",
      `${program} was not found or its directory does not exist`,
      {
        cause: error,
      },
    );
  }
  return new PlatformError("EXEC_FAILED", `${program} could not be started: ${messageOf(error)}`, {
    cause: error,
  });
}

function feed(stdin: Writable | null, input: string | undefined): void {
  if (!stdin || input === undefined) return;
  // The child may end without reading all of it; its exit code tells the story, not EPIPE.
  stdin.on("error", () => undefined);
  stdin.end(input);
}

function collect(stream: Readable | null, name: "stdout" | "stderr", options: ExecOptions): () => string {
  const keep = options.keepBytes ?? KEEP_BYTES;
  let kept = "";
  let partial = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    kept = (kept + chunk).slice(-keep);
    if (!options.onLine) return;
    const lines = (partial + chunk).split("\n");
    partial = lines.pop() ?? "";
    for (const line of lines) options.onLine(line.replace(/\r$/, ""), name);
  });
  stream?.on("end", () => {
    if (partial !== "") options.onLine?.(partial, name);
  });
  return () => kept;
}

function guardChild(
  child: ChildProcess,
  options: ExecOptions,
): { release: () => void; timedOut: () => boolean } {
  let timedOut = false;
  let killer: NodeJS.Timeout | undefined;
  const end = (): void => {
    killGroup(child, "SIGTERM");
    killer ??= setTimeout(() => {
      killGroup(child, "SIGKILL");
      // A grandchild that left the group may hold the streams open for ever.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, KILL_AFTER_MS);
  };
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          end();
        }, options.timeoutMs);
  if (options.signal?.aborted) end();
  options.signal?.addEventListener("abort", end, { once: true });
  const release = (): void => {
    clearTimeout(timer);
    clearTimeout(killer);
    options.signal?.removeEventListener("abort", end);
  };
  return { release, timedOut: () => timedOut };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already: what we wanted.
  }
}
