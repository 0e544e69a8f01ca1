const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
// npx and npm pass Ctrl-C on to us although the terminal has sent it already: the echo is not a second wish.
const ECHO_MS = 500;

/** Ctrl-C and its relatives, as an abort signal. Until `listen` is called they end the process as usual. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** From now on the first interruption aborts `signal`; `force` is called at the next one. */
  listen(force: () => void): void;
  /** As if interrupted: the reader of our output is gone, say. */
  trigger(): void;
}

/** Why `signal` is aborted. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/** `subscribe` is process.on. */
export function makeInterruption(
  subscribe: (name: NodeJS.Signals, listener: () => void) => unknown,
  now: () => number = Date.now,
): Interruption {
  const controller = new AbortController();
  let listening = false;
  let firstAt = 0;
  const interrupt = (force: () => void): void => {
    if (!controller.signal.aborted) {
      firstAt = now();
      controller.abort(new Interrupted());
    } else if (now() - firstAt > ECHO_MS) force();
  };
  return {
    signal: controller.signal,
    listen: (force) => {
      if (listening) return;
      listening = true;
      for (const name of SIGNALS) subscribe(name, () => interrupt(force));
    },
    trigger: () => controller.abort(new Interrupted()),
  };
}

/** True for what waiting calls reject with when they are interrupted; timers wrap the reason. */
export function isInterruption(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof Error && error.cause instanceof Interrupted);
}
