import { join } from "node:path";
import type { Paths } from "../deploy/index.ts";

/** Where an app's things lie below the home. */
export function homePaths(home: string): Paths {
  const appDirectory = (app: string): string => join(home, "apps", app);
  return {
    appDirectory,
    logFile: (app, component, id) => join(appDirectory(app), "logs", component, `${id}.log`),
    buildLog: (app, build) => join(appDirectory(app), "builds", build, "build.log"),
    dataDirectory: (app, component) => join(appDirectory(app), "data", component),
  };
}
