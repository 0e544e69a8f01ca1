import { PlatformError } from "../../base/errors.ts";
import type { Builder } from "../../build/builder.ts";
import type { Databases } from "../../databases/databases.ts";
import type { Artifact } from "../../plan/artifact.ts";

/** A builder whose artifacts are there already: nothing is run to make them. */
export function shelfBuilder(directory: string): Builder {
  const artifact = (id: string): Artifact => ({
    ...{ id, directory, mounts: [], path: [], env: {}, siteRoot: null, sizeBytes: 0 },
    processes: { web: "serve" },
  });
  return {
    build: ({ inputs }) => Promise.resolve({ artifact: artifact(inputs.source.treeHash), reused: true }),
    find: (_app, id) => Promise.resolve(artifact(id)),
    collect: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  };
}

/** Databases that start at once, or not at all while `isIll`. */
export interface SleepyDatabases extends Databases {
  isIll: boolean;
  /** `app/name` of those that run. */
  readonly running: Set<string>;
}

export function sleepyDatabases(): SleepyDatabases {
  const running = new Set<string>();
  const self: SleepyDatabases = {
    isIll: false,
    running,
    supports: () => Promise.resolve({ ok: true }),
    ensure: ({ app, name, engine, version, host, user: username, password, database }) => {
      if (self.isIll) return Promise.reject(new PlatformError("DATABASE_START_FAILED", `${name} is ill`));
      running.add(`${app}/${name}`);
      const access = { host, port: 5432, username, password, database };
      return Promise.resolve({ name, engine, version, ...access, tls: false, caCertificate: "", url: null });
    },
    list: (app) =>
      Promise.resolve(
        [...running]
          .filter((key) => key.startsWith(`${app}/`))
          .map((key) => key.slice(app.length + 1))
          .map(
            (name) =>
              ({
                ...{ app, name, engine: "PG", version: "15", state: "running", port: 5432, logFile: "" },
              }) as const,
          ),
      ),
    stop: (app) => {
      for (const key of running) if (key.startsWith(`${app}/`)) running.delete(key);
      return Promise.resolve();
    },
    destroy: (app) => self.stop(app),
  };
  return self;
}
