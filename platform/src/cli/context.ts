import type { Argv } from "../base/exec.ts";
import type { Interruption } from "./interruption.ts";
import type { Output } from "./output.ts";

/** What a command is given of the world; made by main.ts, with paths filled in by the global options. */
export interface Context {
  /** The user's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute directory that relative paths of the command line start from: the shell's, or what `-C` says. */
  readonly cwd: string;
  /** ASHORE_HOME, absolute. */
  readonly home: string;
  /** How to start ourselves: node and the path of bin/ashore.js. */
  readonly program: Argv;
  readonly output: Output;
  readonly stdin: NodeJS.ReadStream;
  readonly interruption: Interruption;
  /** Ends the process at once; for a second Ctrl-C only. */
  readonly exit: (code: number) => never;
}

/** Options that every command takes. */
export interface GlobalOptions {
  /** `-a APP` */
  readonly app?: string;
}

/** The user's environment without the holes in its type. */
export function definedEnv(context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
