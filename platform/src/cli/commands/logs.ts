import type { Client } from "../../client/index.ts";
import type { AppStatus } from "../../wire/index.ts";
import { chooseApp, type AppChoice } from "../choose-app.ts";
import type { Context } from "../context.ts";
import { nothingRunning } from "../control-plane.ts";
import { EXIT } from "../exit-code.ts";
import { makeLogPrinter } from "../log-lines.ts";
import { withControlPlane } from "../revive.ts";

export interface LogsOptions extends AppChoice {
  readonly component?: string | undefined;
  readonly follow: boolean;
  /** Lines per component; -1 is everything. */
  readonly tail: number;
  readonly type: "run" | "build" | "deploy";
}

/** `ashore logs`: what components printed, and with `--follow` what they print, until Ctrl-C. */
export async function logs(context: Context, options: LogsOptions): Promise<number> {
  const exitCode = await withControlPlane(context, { readsStore: true }, (client) =>
    showLogs(context, client, options),
  );
  if (exitCode === undefined) throw nothingRunning(context);
  return exitCode;
}

async function showLogs(context: Context, client: Client, options: LogsOptions): Promise<number> {
  const { output, interruption } = context;
  const app = await chooseApp(context, client, options);
  const { component, follow, tail, type } = options;
  interruption.listen(() => context.exit(EXIT.interrupted));
  if (follow && app.wanted === "down")
    output.warn(`${app.name} is down; waiting for it to come up (Ctrl-C ends)`);
  const shown = type === "deploy" ? app.jobs : app.components.filter(({ kind }) => prints(kind, type));
  const print = makeLogPrinter(output, component === undefined ? shown.map(({ name }) => name) : [component]);
  const query = { follow, tail, type, ...(component !== undefined && { component }) };
  try {
    for await (const line of await client.logs(app.name, query, interruption.signal)) print(line);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  }
  return EXIT.ok;
}

/** A static site is built, but says nothing afterwards. */
function prints(kind: AppStatus["components"][number]["kind"], type: LogsOptions["type"]): boolean {
  return type === "build" || kind !== "static_site";
}
