import { PlatformError } from "../../base/errors.ts";
import type { AppStatus } from "../../wire/index.ts";
import type { AppChoice } from "../choose-app.ts";
import { chooseRunningApp } from "../choose-running-app.ts";
import type { Context } from "../context.ts";
import { requireControlPlane } from "../control-plane.ts";
import { refuseUnknown } from "../refuse-unknown.ts";
import { joinTerminal } from "../terminal-session.ts";

export interface ExecOptions extends AppChoice {
  readonly component: string;
  /** The command; empty: a shell. */
  readonly words: readonly string[];
  readonly instance?: string;
}

/** `ashore exec`: a command or a shell in a running instance. @returns its exit code */
export async function exec(context: Context, options: ExecOptions): Promise<number> {
  const { stdin, output } = context;
  const client = await requireControlPlane(context);
  const app = await chooseRunningApp(context, client, options);
  const known = app.components.filter(({ kind }) => kind !== "static_site").map(({ name }) => name);
  refuseJob(app, options.component);
  refuseUnknown(app.name, { what: "running component", name: options.component, known });
  const terminal = stdin.isTTY && output.isTerminal;
  const query = {
    command: withoutDashes(options.words),
    terminal,
    ...(options.instance !== undefined && { instance: options.instance }),
  };
  const session = await client.exec(app.id, options.component, query);
  return joinTerminal(session, { stdin, output, isTerminal: terminal });
}

function refuseJob({ components, jobs }: AppStatus, name: string): void {
  if (components.some((one) => one.name === name) || !jobs.some((job) => job.name === name)) return;
  throw new PlatformError("NAME_NOT_FOUND", `${name} is a job, which has no instance that stays`, {
    fault: "usage",
    hint: `use \`ashore run ${name}\``,
  });
}

/** `exec api -- ls`: the dashes are for us. */
function withoutDashes(words: readonly string[]): readonly string[] {
  return words[0] === "--" ? words.slice(1) : words;
}
