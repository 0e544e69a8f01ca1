import { fileURLToPath } from "node:url";
import { startPiped } from "../../base/exec.ts";

/** The command line's program, for node. */
export const BIN = fileURLToPath(new URL("../../../bin/ashore.js", import.meta.url));

export interface RunningAshore {
  /** What it printed so far, both streams in the order of their arrival. */
  text(): string;
  /** Resolves as soon as the output contains a text; rejects if it ends before. */
  says(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

export interface AshoreOptions {
  readonly home: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** Starts the real command line as a child; standard input is an open pipe. */
export function runAshore(args: readonly string[], options: AshoreOptions): RunningAshore {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: options.home,
    ASHORE_HOME: options.home,
    ...options.env,
  };
  const argv = [process.execPath, ...(options.nodeOptions ?? []), BIN, ...args] as const;
  const starting = startPiped(argv, { cwd: options.cwd, env });
  const texts = { stdout: "", stderr: "", all: "" };
  const waiting = new Set<() => void>();
  const ended = starting.then(async (child) => {
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (chunk: string) => {
        texts[name] += chunk;
        texts.all += chunk;
        for (const look of waiting) look();
      });
    const { code } = await child.ended;
    return { code, stdout: texts.stdout, stderr: texts.stderr };
  });
  return {
    text: () => texts.all,
    signal: (name) => void starting.then((child) => child.kill(name)),
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!texts.all.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then(() => reject(new Error(`ended without saying ${text}:\n${texts.all}`)));
        look();
      }),
  };
}
