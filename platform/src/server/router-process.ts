import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { messageOf, PlatformError } from "../base/errors.ts";
import { startDetached } from "../base/exec.ts";
import type { Log } from "../base/log.ts";
import { identify, isAlive, type ProcessIdentity } from "../base/process-identity.ts";
import { remoteRouter, type RemoteRouter } from "../router/remote-router.ts";
import type { Config } from "./config.ts";

const START_TIMEOUT_MS = 10_000;
const FIRST_LOOK_MS = 10;
const WATCH_EVERY_MS = 250;

/** The router's process, kept alive. It is never restarted for any other reason than that it is gone. */
export interface RouterProcess {
  readonly router: RemoteRouter;
  /** Finds the running router or starts one. */
  ensure(): Promise<void>;
  /** Starts it again whenever it is gone, until the signal. */
  keep(signal: AbortSignal): void;
}

interface Means {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

export function routerProcess({ config, clock, log }: Means): RouterProcess {
  const router = remoteRouter(routerSocket(config));
  let identity: ProcessIdentity | undefined;
  const ensure = async (): Promise<void> => {
    const running = await router.status().catch(() => undefined);
    const pid = running?.pid ?? (await startRouter({ config, clock, log }, router));
    identity = await identify(pid);
  };
  const watch = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await clock.sleep(WATCH_EVERY_MS, signal);
      if (identity && (await isAlive(identity))) continue;
      log.warn("the router is gone, starting it again");
      await ensure().catch((error: unknown) => log.error("no router", { error: messageOf(error) }));
    }
  };
  return { router, ensure, keep: (signal) => void watch(signal).catch(() => undefined) };
}

export function routerSocket(config: Pick<Config, "home">): string {
  return join(config.home, "router.sock");
}

async function startRouter({ config, clock }: Means, router: RemoteRouter): Promise<number> {
  const log = await open(join(config.home, "router.log"), "a", 0o600);
  let ended = false;
  try {
    const env = { ...config.machineEnv, PATH: config.searchPath, ASHORE_HOME: config.home };
    const stdio = ["ignore", log.fd, log.fd] as const;
    const child = await startDetached([...config.program, "router"], { cwd: config.home, env, stdio });
    void child.ended.then(() => (ended = true));
  } finally {
    await log.close();
  }
  const deadline = clock.now() + START_TIMEOUT_MS;
  for (let pause = FIRST_LOOK_MS; clock.now() < deadline && !ended; pause *= 1.3) {
    const status = await router.status().catch(() => undefined);
    if (status) return status.pid;
    await clock.sleep(pause);
  }
  throw new PlatformError("ROUTER_NOT_STARTED", "The router did not start", {
    hint: `Its log is ${join(config.home, "router.log")}`,
  });
}
