import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../base/failure.ts";
import type { Log } from "../base/log.ts";

/** Does the work again and again with a pause between, until told to stop. A failure is logged and no reason to end. */
export async function repeat(
  what: string,
  everyMs: number,
  stop: AbortSignal,
  log: Log,
  work: () => Promise<unknown>,
): Promise<void> {
  let lastFailure = "";
  while (!stop.aborted) {
    try {
      await work();
      lastFailure = "";
    } catch (error) {
      const message = messageOf(error);
      // An outage of an hour is one line.
      if (message !== lastFailure) log.warn({ error: message }, `${what} failed; trying again`);
      lastFailure = message;
    }
    await sleep(everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
