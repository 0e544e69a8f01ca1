import path from "node:path";
import { PlatformError } from "../base/errors.ts";
import type { Client } from "../client/index.ts";
import type { AppStatus } from "../wire/index.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { findControlPlane } from "./control-plane.ts";
import { resolveDirectory } from "./resolve-directory.ts";

export interface AppChoice extends GlobalOptions {
  /** DIR as it was typed. */
  readonly directory?: string | undefined;
}

/**
 * The app a command is about: the one named by `-a`, else the one whose checkout DIR (or where we are) is or lies in.
 * @throws PlatformError `APP_NOT_FOUND`, `APP_AMBIGUOUS`
 */
export async function chooseApp(context: Context, client: Client, choice: AppChoice): Promise<AppStatus> {
  const apps = await client.apps();
  if (choice.app !== undefined) {
    const named = apps.find((app) => app.name === choice.app);
    if (named) return named;
    throw notFound(`There is no app ${choice.app}`, apps);
  }
  const directory = await resolveDirectory(context.cwd, choice.directory);
  const [found, ...more] = appsAt(apps, directory);
  if (!found) throw notFound(`No app was started from ${directory}`, apps);
  if (more.length === 0) return found;
  const names = [found, ...more].map((app) => app.name).join(", ");
  throw new PlatformError("APP_AMBIGUOUS", `Several apps belong to ${directory}: ${names}`, {
    fault: "usage",
    hint: "choose one with -a APP",
  });
}

/**
 * DIR of a command that works on a checkout: as typed, or where the app named by `-a` was started from.
 * @throws PlatformError `APP_NOT_FOUND`
 */
export async function chooseDirectory(context: Context, choice: AppChoice): Promise<string | undefined> {
  if (choice.directory !== undefined || choice.app === undefined) return choice.directory;
  const client = await findControlPlane(context);
  if (!client) throw notFound(`There is no app ${choice.app}`, []);
  return (await chooseApp(context, client, choice)).directory;
}

/** The apps of the nearest directory, upwards from `directory`, that has any. */
export function appsAt(apps: readonly AppStatus[], directory: string): readonly AppStatus[] {
  for (let at = directory; ; at = path.dirname(at)) {
    const here = apps.filter((app) => app.directory === at);
    if (here.length > 0 || at === path.dirname(at)) return here;
  }
}

function notFound(message: string, apps: readonly AppStatus[]): PlatformError {
  const known = apps.map((app) => app.name).join(", ");
  const hint = known === "" ? "`ashore up` starts one" : `known apps: ${known}; choose one with -a APP`;
  return new PlatformError("APP_NOT_FOUND", message, { fault: "usage", hint });
}
