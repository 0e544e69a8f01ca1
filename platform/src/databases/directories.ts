import { join } from "node:path";

/** Where an app's databases live: one directory a server, named after its family. */
export function databasesDirectory(home: string, app: string): string {
  return join(home, "apps", app, "databases");
}
