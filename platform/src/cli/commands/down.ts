import { createInterface } from "node:readline/promises";
import { PlatformError } from "../../base/errors.ts";
import type { Client } from "../../client/index.ts";
import { chooseApp, type AppChoice } from "../choose-app.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { makeLifeline } from "../lifeline.ts";
import { withControlPlane } from "../revive.ts";
import { describeDown, takeDown } from "../take-down.ts";

export interface DownOptions extends AppChoice {
  /** Also delete databases and whatever else is kept of the app. */
  readonly data: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `ashore down`: stops an app; with `--data` only after its name was typed, or with `--yes`. */
export async function down(context: Context, options: DownOptions): Promise<number> {
  const { output } = context;
  const readsStore = options.data || options.app !== undefined;
  const exitCode = await withControlPlane(context, { readsStore }, (client) =>
    takeOneDown(context, client, options),
  );
  if (exitCode !== undefined) return exitCode;
  if (options.json) output.json({ app: null, stopped: [] });
  else output.print("Nothing is running.");
  return EXIT.ok;
}

async function takeOneDown(context: Context, client: Client, options: DownOptions): Promise<number> {
  const { output } = context;
  const { name: app } = await chooseApp(context, client, options);
  if (options.data && !options.yes && !(await confirm(context, app))) {
    output.warn("Nothing was deleted or stopped.");
    return EXIT.usage;
  }
  const answer = await takeDown(makeLifeline(context), client, { app, data: options.data });
  if (options.json) output.json(answer);
  else output.print(describeDown(answer, options.data));
  return EXIT.ok;
}

/** @throws PlatformError `NOT_CONFIRMED` where nobody can be asked */
async function confirm({ output, stdin }: Context, app: string): Promise<boolean> {
  if (!stdin.isTTY || !output.isTerminal)
    throw new PlatformError("NOT_CONFIRMED", `--data deletes the databases of ${app} for good`, {
      fault: "usage",
      hint: "say --yes as well where nobody can be asked",
    });
  output.print(`This deletes the databases of ${app} and everything else that is kept of it, for good.`);
  output.raw("Type the name of the app to go on: ");
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return line.trim() === app;
    return false;
  } finally {
    lines.close();
  }
}
