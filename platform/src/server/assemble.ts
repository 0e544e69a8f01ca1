import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { probeHost, type HostCapabilities } from "../base/sandbox.ts";
import { secretBox } from "../base/secret-box.ts";
import { directoryBuilder, usualPlaces } from "../build/index.ts";
import { machineDatabases } from "../databases/index.ts";
import { defaultPolicy, eventHub, type Parts } from "../deploy/index.ts";
import { processRuntime } from "../runtime/process/process-runtime.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Config } from "./config.ts";
import { homeKey } from "./home-key.ts";
import { homePaths } from "./paths.ts";
import type { RouterProcess } from "./router-process.ts";

/** Picks the real parts for this machine. The one place that names them. */
export async function assemble(config: Config, routing: RouterProcess, log: Log): Promise<Parts> {
  const { home } = config;
  const clock = systemClock;
  const directories = {
    toolchains: join(config.cacheHome, "toolchains"),
    cache: join(config.cacheHome, "cache"),
    scratch: join(home, "scratch"),
  };
  for (const directory of Object.values(directories)) mkdirSync(directory, { recursive: true, mode: 0o755 });
  const capabilities = await probeHost({ scratch: directories.scratch, path: config.searchPath });
  const store = sqliteStore(join(home, "ashore.db"));
  const common = { home, clock, log };
  return {
    runtime: runtimeOf(config, capabilities, log),
    builder: directoryBuilder({
      ...common,
      toolchains: directories.toolchains,
      cache: directories.cache,
      capabilities,
      passEnv: config.buildEnv,
      searchPath: config.searchPath,
      userHome: config.userHome,
      usualPlaces,
    }),
    databases: machineDatabases({
      ...common,
      toolchains: directories.toolchains,
      isRoot: config.isRoot,
      passEnv: { ...config.buildEnv, PATH: config.searchPath, HOME: config.userHome },
    }),
    router: routing.router,
    store,
    events: eventHub(store, clock),
    box: secretBox(homeKey(join(home, "key"))),
    clock,
    log,
    paths: homePaths(home),
    policy: defaultPolicy,
  };
}

function runtimeOf(config: Config, capabilities: HostCapabilities, log: Log): Parts["runtime"] {
  const { home, machineEnv } = config;
  const readOnly = Object.values(machineEnv).filter((value) => value.startsWith("/"));
  return processRuntime({ home, capabilities, log, clock: systemClock, passEnv: machineEnv, readOnly });
}
