import type { Server } from "node:http";
import type { Clock } from "../base/clock.ts";

const LOOK_EVERY_MS = 5000;
const IDLE_MS = 30_000;

export interface Idleness {
  /** True if no app is up or on its way. */
  readonly isIdle: () => boolean;
  readonly server: Server;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Resolves once nothing has been up and nobody connected for half a minute: a control plane that was left over by a
 * failed or killed command ends by itself. Never resolves after the signal.
 */
export async function awaitIdle({ isIdle, server, clock, signal }: Idleness): Promise<void> {
  let idleMs = 0;
  while (idleMs < IDLE_MS) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    idleMs = isIdle() && (await connections(server)) === 0 ? idleMs + LOOK_EVERY_MS : 0;
  }
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
