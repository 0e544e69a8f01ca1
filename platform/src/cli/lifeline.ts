import { systemClock } from "../base/clock.ts";
import { isDisconnected } from "../client/index.ts";
import type { Context } from "./context.ts";
import { ensureControlPlane } from "./control-plane.ts";

/** A control plane that dies this often within the span is not worth another start. */
const MOST_RESTARTS = 5;
const SPAN_MS = 60_000;

/** Does things that must outlive the control plane. */
export interface Lifeline {
  /**
   * When the control plane ends in the middle, it is started again (it adopts the apps that run) and `attempt` is made
   * anew, from where it knows it was. `signal` ends the waiting for it.
   */
  keep<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** One for each command: things that break together bring the control plane back together. */
export function makeLifeline(context: Context): Lifeline {
  let returning: Promise<void> | undefined;
  let restarts: number[] = [];
  const bringBack = async (signal?: AbortSignal): Promise<void> => {
    const { started } = await ensureControlPlane(context, signal);
    if (!started) return;
    restarts.push(systemClock.now());
    context.output.warn(
      "The control plane ended unexpectedly; it was started again and takes over what runs",
    );
  };
  return {
    keep: async (attempt, signal) => {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          restarts = restarts.filter((at) => systemClock.now() - at < SPAN_MS);
          if (!isDisconnected(error) || restarts.length >= MOST_RESTARTS) throw error;
          returning ??= bringBack(signal).finally(() => (returning = undefined));
          await returning;
        }
      }
    },
  };
}
