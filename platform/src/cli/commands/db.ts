import { fstatSync } from "node:fs";
import { PlatformError } from "../../base/errors.ts";
import { execInteractive } from "../../base/exec.ts";
import type { DatabaseAccess } from "../../wire/index.ts";
import type { AppChoice } from "../choose-app.ts";
import { chooseRunningApp } from "../choose-running-app.ts";
import { definedEnv, type Context } from "../context.ts";
import { requireControlPlane } from "../control-plane.ts";
import { clientCommand } from "../database-client.ts";
import { EXIT } from "../exit-code.ts";
import { findProgram } from "../find-program.ts";
import { refuseUnknown } from "../refuse-unknown.ts";

export interface DbOptions extends AppChoice {
  readonly name?: string | undefined;
  /** Print the URL, also where a client could be opened. */
  readonly url: boolean;
}

const STDIN = 0;

/**
 * `ashore db`: opens a database's client on a terminal or gives it the input that is piped in, else prints the URL.
 * @returns the client's exit code
 * @throws PlatformError `NO_CLIENT` if there is input and nobody to give it to
 */
export async function db(context: Context, options: DbOptions): Promise<number> {
  const { output, stdin } = context;
  const client = await requireControlPlane(context);
  const app = await chooseRunningApp(context, client, options);
  const access = pick(app.name, await client.databases(app.name), options.name);
  const command = clientCommand(access);
  const found = command && (await findProgram(command.argv[0], context.env["PATH"]));
  const use = options.url ? "none" : useOfClient(stdin, output);
  if (use === "input" && !found) throw noClient(access.engine, command?.argv[0]);
  if (use === "none" || !command || !found) {
    output.print(access.url);
    if (access.caFile !== null && output.isTerminal) output.warn(`CA certificate: ${access.caFile}`);
    return EXIT.ok;
  }
  // Ctrl-C belongs to the client now: it cancels a query there.
  context.interruption.listen(() => undefined);
  return execInteractive(command.argv, { ...definedEnv(context), ...command.env });
}

function useOfClient(stdin: Context["stdin"], output: Context["output"]): "input" | "terminal" | "none" {
  if (isPipeOrFile(STDIN)) return "input";
  return stdin.isTTY && output.isTerminal ? "terminal" : "none";
}

/** False for /dev/null, for a socket and for a descriptor that is closed. */
function isPipeOrFile(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isFile();
  } catch {
    return false;
  }
}

function noClient(engine: string, program: string | undefined): PlatformError {
  const message =
    program === undefined ? `There is no known client for ${engine}` : `${program} is not on PATH`;
  const install = program === undefined ? "" : `install ${program}, or `;
  return new PlatformError("NO_CLIENT", `${message}, so nothing can read this input`, {
    fault: "usage",
    hint: `${install}print the URL with \`ashore db --url\` and use it elsewhere`,
  });
}

function pick(app: string, all: readonly DatabaseAccess[], name: string | undefined): DatabaseAccess {
  const known = all.map((access) => access.name);
  if (name !== undefined) refuseUnknown(app, { what: "database", name, known });
  const [found, ...more] = name === undefined ? all : all.filter((access) => access.name === name);
  if (!found) throw new PlatformError("NAME_NOT_FOUND", `${app} has no database`, { fault: "usage" });
  if (more.length > 0)
    throw new PlatformError("DATABASE_AMBIGUOUS", `${app} has several databases: ${known.join(", ")}`, {
      fault: "usage",
      hint: "name one: ashore db NAME",
    });
  return found;
}
