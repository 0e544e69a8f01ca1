import { messageOf, PlatformError, systemCodeOf } from "../base/errors.ts";
import type { Listener, ListenProblem } from "../base/route-table.ts";
import type { Front } from "./http/front.ts";
import { openHttpListener, type OpenListener } from "./http/http-listener.ts";

/** How long the requests of a listener that is no longer named may take to end. */
const LINGER_MS = 10 * 60_000;
const RETRY_MS = 1000;

/** Listeners opened for a table that is not in force yet. */
export interface PreparedListeners {
  /** Takes them into use and closes those the table no longer names. */
  commit(): void;
  rollBack(): Promise<void>;
}

/** The public listeners. */
export class HttpListeners {
  private readonly front: Front;
  private readonly open = new Map<string, OpenListener>();
  private readonly failed = new Map<string, ListenProblem>();
  private readonly closing = new Set<Promise<void>>();
  private retry: NodeJS.Timeout | null = null;
  private trying: Promise<unknown> = Promise.resolve();

  constructor(front: Front) {
    this.front = front;
  }

  /**
   * Opens those that are missing, all or none.
   * @throws PlatformError `ROUTER_PORT_IN_USE` or `ROUTER_LISTEN_FAILED`, after which everything is as before
   */
  async prepare(wanted: readonly Listener[]): Promise<PreparedListeners> {
    await this.stopRetrying();
    const missing = wanted.filter((listen) => !this.open.has(keyOf(listen)));
    const fresh = await openAll(missing, this.front).finally(() => this.startRetrying());
    return {
      commit: () => this.commit(wanted, fresh),
      rollBack: async () => {
        await Promise.all([...fresh.values()].map((opened) => opened.close(0)));
      },
    };
  }

  /** Opens what can be opened and goes on trying with the rest every second. */
  async openPatiently(wanted: readonly Listener[]): Promise<void> {
    await Promise.all(wanted.map((listen) => this.tryOne(listen)));
    this.startRetrying();
  }

  bound(): Listener[] {
    return [...this.open.values()].map((opened) => opened.bound);
  }

  problems(): ListenProblem[] {
    return [...this.failed.values()];
  }

  async close(forceAfterMs: number): Promise<void> {
    await this.stopRetrying();
    for (const key of [...this.open.keys()]) this.closeOne(key, forceAfterMs);
    await Promise.all(this.closing);
  }

  private commit(wanted: readonly Listener[], fresh: ReadonlyMap<string, OpenListener>): void {
    void this.stopRetrying();
    this.failed.clear();
    for (const [key, opened] of fresh) this.open.set(key, opened);
    const named = new Set(wanted.map(keyOf));
    for (const key of [...this.open.keys()]) if (!named.has(key)) this.closeOne(key, LINGER_MS);
  }

  private closeOne(key: string, forceAfterMs: number): void {
    const done = this.open.get(key)?.close(forceAfterMs);
    this.open.delete(key);
    if (!done) return;
    this.closing.add(done);
    void done.then(() => this.closing.delete(done));
  }

  private async tryOne(listen: Listener): Promise<void> {
    try {
      this.open.set(keyOf(listen), await openHttpListener(listen, this.front));
      this.failed.delete(keyOf(listen));
    } catch (error) {
      this.failed.set(keyOf(listen), { listen, reason: messageOf(error) });
    }
  }

  private startRetrying(): void {
    if (this.failed.size === 0) return;
    this.retry ??= setInterval(() => {
      if (this.failed.size === 0) void this.stopRetrying();
      this.trying = Promise.all([...this.failed.values()].map(({ listen }) => this.tryOne(listen)));
    }, RETRY_MS).unref();
  }

  /** Resolves when no attempt is under way any more. */
  private stopRetrying(): Promise<unknown> {
    if (this.retry) clearInterval(this.retry);
    this.retry = null;
    return this.trying;
  }
}

async function openAll(wanted: readonly Listener[], front: Front): Promise<Map<string, OpenListener>> {
  const fresh = new Map<string, OpenListener>();
  for (const listen of wanted) {
    try {
      fresh.set(keyOf(listen), await openHttpListener(listen, front));
    } catch (error) {
      await Promise.all([...fresh.values()].map((opened) => opened.close(0)));
      throw listenFailure(listen, error);
    }
  }
  return fresh;
}

function listenFailure({ address, port }: Listener, error: unknown): PlatformError {
  if (systemCodeOf(error) === "EADDRINUSE") {
    return new PlatformError("ROUTER_PORT_IN_USE", `Another program already listens on ${address}:${port}`, {
      hint: `Stop it, or choose another port with --port; \`ss -ltnp 'sport = :${port}'\` shows which one it is.`,
      cause: error,
    });
  }
  return new PlatformError(
    "ROUTER_LISTEN_FAILED",
    `The router cannot listen on ${address}:${port}: ${messageOf(error)}`,
    { hint: "Check the address, and for ports below 1024 the rights.", cause: error },
  );
}

function keyOf({ address, port }: Listener): string {
  return `${address} ${port}`;
}
