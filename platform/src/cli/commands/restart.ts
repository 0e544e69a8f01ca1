import type { Client } from "../../client/index.ts";
import type { AppStatus } from "../../wire/index.ts";
import type { AppChoice } from "../choose-app.ts";
import { chooseRunningApp } from "../choose-running-app.ts";
import type { Context } from "../context.ts";
import { requireControlPlane } from "../control-plane.ts";
import { follow } from "../deployment.ts";
import { makeDisplay } from "../display.ts";
import { EXIT, exitCodeOf } from "../exit-code.ts";
import { refuseUnknown } from "../refuse-unknown.ts";
import { failureLines } from "../summary.ts";

/**
 * `ashore restart`: new instances of the same version take over from the old ones. Ctrl-C stops waiting for it, not the
 * restart.
 */
export async function restart(
  context: Context,
  options: AppChoice & { readonly components: readonly string[] },
): Promise<number> {
  const client = await requireControlPlane(context);
  const app = await chooseRunningApp(context, client, options);
  const known = app.components.map(({ name }) => name);
  for (const name of options.components) refuseUnknown(app.name, { what: "component", name, known });
  const deployment = await client.restart(app.id, options.components);
  return awaitRestart(context, client, { app, deployment });
}

async function awaitRestart(
  { output, interruption }: Context,
  client: Client,
  { app, deployment }: { readonly app: AppStatus; readonly deployment: string },
): Promise<number> {
  const names = app.components.map(({ name }) => name);
  const display = makeDisplay(output, { app: app.name, names, asJson: false });
  try {
    const followed = { app: app.name, deployment, display, seen: { last: 0 } };
    const { phase, failure } = await follow(client, followed, interruption.signal);
    if (phase === "ACTIVE" || phase === "SUPERSEDED") return EXIT.ok;
    if (failure) for (const line of failureLines(failure, output.paintError)) output.warn(line);
    return exitCodeOf(failure?.fault ?? "app");
  } finally {
    display.close();
  }
}
