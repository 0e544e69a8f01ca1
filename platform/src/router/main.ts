import type { Log } from "../base/log.ts";
import { openControl } from "./control/control-server.ts";
import { LocalRouter } from "./local-router.ts";

/** How long `stop` without a number waits for requests under way. */
const STOP_GRACE_MS = 10_000;

export interface RouterOptions {
  /** The Ashore home; the router keeps its table at `router/table.json` in it. */
  readonly home: string;
  /** Path of the unix socket it is told tables over; created with mode 0600. */
  readonly controlSocket: string;
  readonly log: Log;
}

export interface RunningRouter {
  /** Resolves when the router has ended, by `stop` or by a call over the control socket. */
  readonly ended: Promise<void>;
  /** Closes the listeners, lets requests finish for up to `graceMs`, then ends. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * The router process: answers from the table kept on disk at once, then takes tables over its control socket.
 * Loads `router` and `base` and nothing else.
 * @throws PlatformError `ROUTER_ALREADY_RUNNING` if one answers on the control socket
 */
export async function runRouter({ home, controlSocket, log }: RouterOptions): Promise<RunningRouter> {
  const router = new LocalRouter({ home, log });
  let settle = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let stopping: Promise<void> | null = null;
  const stop = (graceMs = STOP_GRACE_MS): Promise<void> => (stopping ??= end(graceMs));
  // The control socket first: it is also what keeps a second router of this home from starting.
  const control = await openControl({
    socketPath: controlSocket,
    router,
    log,
    quit: (graceMs) => void stop(graceMs),
  });
  const end = async (graceMs: number): Promise<void> => {
    await router.close(graceMs);
    await control.close();
    log.info("The router has ended");
    settle();
  };
  await router.restore();
  log.info("The router runs", { pid: process.pid });
  return { ended, stop };
}
