import { spawn } from "node:child_process";

export interface Program {
  readonly pid: number;
  /** Resolves with its exit code (null: a signal) and what it wrote to standard error, at most the last 8 kB. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  kill(signal: NodeJS.Signals): void;
}

const STDERR_LIMIT = 8_192;

/** Starts a program of the machine from an array; it lives until it ends or is killed. */
export function startProgram(
  [file, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Program> {
  return new Promise((resolve, reject) => {
    // A group of its own: a Ctrl-C in the terminal is ours to answer, in order.
    const child = spawn(file, args, { env, stdio: ["ignore", "ignore", "pipe"], detached: true });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-STDERR_LIMIT)));
    child.once("error", reject);
    const ended = new Promise<{ code: number | null; stderr: string }>((end) =>
      child.once("close", (code) => end({ code, stderr })),
    );
    child.once("spawn", () => resolve({ pid: child.pid ?? 0, ended, kill: (signal) => child.kill(signal) }));
  });
}
