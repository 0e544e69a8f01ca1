import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import type { Duplex, Readable, Writable } from "node:stream";

/** A command as an array: program first. Never a line of shell. */
export type Argv = readonly [string, ...string[]];

/** The child's whole environment, so that no secret of ours gets into it by accident; `inherit` is said on purpose. */
export type Environment = Readonly<Record<string, string>> | "inherit";

export interface ChildEnd {
  /** null: a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The pipes at descriptors 3, 4, … of the child, as many as were asked for. */
  readonly pipes: readonly Duplex[];
  readonly ended: Promise<ChildEnd>;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly env: Environment;
  readonly cwd?: string;
  /** Whether it leads a process group of its own; otherwise it is in ours and gets what our group gets. */
  readonly ownGroup: boolean;
  readonly extraPipes?: number;
}

export interface CommandEnd extends ChildEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

const KEEP_BYTES = 64 * 1024;

/** Starts a child whose streams the caller reads and writes. Rejects when it cannot be started. */
export function startChild([file, ...args]: Argv, options: ChildOptions): Promise<Child> {
  return new Promise((resolve, reject) => {
    const extra = Array.from({ length: options.extraPipes ?? 0 }, () => "pipe" as const);
    const settings: SpawnOptions = { detached: options.ownGroup, stdio: ["pipe", "pipe", "pipe", ...extra] };
    if (options.env !== "inherit") settings.env = { ...options.env };
    if (options.cwd !== undefined) settings.cwd = options.cwd;
    const child = spawn(file, args, settings);
    const ended = new Promise<ChildEnd>((end) => child.once("exit", (code, signal) => end({ code, signal })));
    child.once("error", reject);
    child.once("spawn", () =>
      resolve({ ...streamsOf(child), pid: child.pid ?? 0, ended, kill: killer(child) }),
    );
  });
}

/** Runs a command to its end, or to its KILL after `timeoutMs`. A non-zero exit is an outcome; not starting rejects. */
export async function runCommand(
  argv: Argv,
  { env, timeoutMs }: { readonly env: Environment; readonly timeoutMs: number },
): Promise<CommandEnd> {
  const child = await startChild(argv, { env, ownGroup: false });
  child.stdin.end();
  const [stdout, stderr] = [child.stdout, child.stderr].map(keepTail);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  const end = await child.ended;
  clearTimeout(timer);
  return { ...end, stdout: stdout?.() ?? "", stderr: stderr?.() ?? "", timedOut };
}

/** Collects a stream; the returned function gives the last 64 kB of it. */
export function keepTail(stream: Readable): () => string {
  let kept = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => (kept = (kept + chunk).slice(-KEEP_BYTES)));
  return () => kept;
}

function streamsOf(child: ChildProcess): Pick<Child, "stdin" | "stdout" | "stderr" | "pipes"> {
  const { stdin, stdout, stderr, stdio } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("a child has no streams");
  const pipes = stdio.slice(3) as unknown as readonly Duplex[];
  // A child may end before it has read everything; how it ended tells the story, not EPIPE.
  for (const stream of [stdin, ...pipes]) stream.on("error", () => undefined);
  return { stdin, stdout, stderr, pipes };
}

function killer(child: ChildProcess): (signal: NodeJS.Signals) => void {
  return (signal) => {
    child.kill(signal);
  };
}
