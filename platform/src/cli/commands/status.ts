import type { Client } from "../../client/index.ts";
import type { AppStatus, ControlStatus } from "../../wire/index.ts";
import { appsAt, chooseApp, type AppChoice } from "../choose-app.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { resolveDirectory } from "../resolve-directory.ts";
import { withControlPlane } from "../revive.ts";
import { appStatusLines, controlStatusLines } from "../status-view.ts";

export interface StatusOptions extends AppChoice {
  readonly json: boolean;
}

/** `ashore status`: the control plane and every app it knows; with DIR, `-C` or `-a` what was started from there only. */
export async function status(context: Context, options: StatusOptions): Promise<number> {
  const { output } = context;
  const found = await withControlPlane(context, { readsStore: false }, (client) =>
    Promise.all([client.status(), wantedApps(context, client, options)]),
  );
  if (!found) {
    if (options.json) output.document({ controlPlane: null, apps: [] });
    else output.print("Nothing is running.");
    return EXIT.ok;
  }
  const [control, apps] = found;
  if (options.json) output.document({ controlPlane: control, apps });
  else printStatus(context, control, apps);
  return EXIT.ok;
}

async function wantedApps(
  context: Context,
  client: Client,
  options: AppChoice,
): Promise<readonly AppStatus[]> {
  if (options.app === undefined && options.directory === undefined) return client.apps();
  if (options.app === undefined) {
    const directory = await resolveDirectory(context.cwd, options.directory);
    const found = appsAt(await client.apps(), directory);
    if (found.length > 0) return found;
  }
  return [await chooseApp(context, client, options)];
}

function printStatus({ output }: Context, control: ControlStatus, apps: readonly AppStatus[]): void {
  for (const line of controlStatusLines(control, output.paint)) output.print(line);
  const shown = apps.length > 1 ? apps.map(withoutExcerpt) : apps;
  for (const app of shown)
    for (const line of ["", ...appStatusLines(app, output.paint, Date.now())]) output.print(line);
  if (apps.length === 0) output.print("\nNo apps.");
}

/** Among others only the cause of a failure is told, not what the program printed last. */
function withoutExcerpt(app: AppStatus): AppStatus {
  const failure = app.deployment?.failure;
  if (!app.deployment || !failure) return app;
  return { ...app, deployment: { ...app.deployment, failure: { ...failure, lastLines: [] } } };
}
