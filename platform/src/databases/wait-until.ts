import type { Clock } from "../base/clock.ts";

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

export interface WaitOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks at once and then again, first every 5 ms, growing to 100 ms.
 * @returns whether the answer became true in time
 * @throws the signal's reason on abort
 */
export async function waitUntil(ask: () => Promise<boolean>, options: WaitOptions): Promise<boolean> {
  const end = options.clock.now() + options.timeoutMs;
  let pauseMs = FIRST_PAUSE_MS;
  while (!(await ask())) {
    if (options.clock.now() >= end) return false;
    await options.clock.sleep(pauseMs, options.signal);
    pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
  }
  return true;
}
