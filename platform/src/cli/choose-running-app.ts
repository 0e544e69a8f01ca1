import { PlatformError } from "../base/errors.ts";
import type { Client } from "../client/index.ts";
import type { AppStatus } from "../wire/index.ts";
import { chooseApp, type AppChoice } from "./choose-app.ts";
import type { Context } from "./context.ts";

/**
 * `chooseApp` for commands that make no sense while the app is down.
 * @throws PlatformError `APP_NOT_RUNNING`, and what `chooseApp` throws
 */
export async function chooseRunningApp(
  context: Context,
  client: Client,
  choice: AppChoice,
): Promise<AppStatus> {
  const app = await chooseApp(context, client, choice);
  if (app.wanted === "up") return app;
  const place = app.directory === context.cwd ? "" : ` ${app.directory}`;
  throw new PlatformError("APP_NOT_RUNNING", `${app.name} is down`, {
    fault: "usage",
    hint: `\`ashore up${place}\` starts it`,
  });
}
