import { createServer, type Server, type Socket } from "node:net";
import { messageOf } from "../../base/errors.ts";
import type { Forward, ListenProblem } from "../../base/route-table.ts";
import type { InFlight } from "../upstream/targets.ts";
import { carry } from "./carry.ts";

const RETRY_MS = 1000;

interface OpenForward {
  forward: Forward;
  readonly server: Server;
}

/** The inner addresses under which components reach each other. */
export class TcpForwards {
  private readonly flightsOf: (id: string) => InFlight;
  private readonly open = new Map<string, OpenForward>();
  private readonly failed = new Map<string, { forward: Forward; reason: string }>();
  private readonly sockets = new Set<Socket>();
  private retry: NodeJS.Timeout | null = null;

  constructor(flightsOf: (id: string) => InFlight) {
    this.flightsOf = flightsOf;
  }

  /**
   * Listens where the table says and has targets; others are closed, their open connections go on. Without a
   * target nobody listens, so that a caller is refused as by a service that is not up.
   */
  async apply(forwards: readonly Forward[]): Promise<void> {
    const wanted = new Map(forwards.filter((f) => f.targets.length > 0).map((f) => [keyOf(f), f]));
    this.failed.clear();
    for (const [key, entry] of this.open) {
      const forward = wanted.get(key);
      if (forward) entry.forward = forward;
      else this.closeOne(key, entry);
    }
    const missing = [...wanted.values()].filter((forward) => !this.open.has(keyOf(forward)));
    await Promise.all(missing.map((forward) => this.openOne(forward)));
  }

  /** Addresses that cannot be listened on; tried again every second. */
  problems(): ListenProblem[] {
    return [...this.failed.values()].map(({ forward, reason }) => ({ listen: forward.listen, reason }));
  }

  /** Stops listening and breaks what is open. */
  close(): void {
    this.stopRetrying();
    for (const [key, entry] of this.open) this.closeOne(key, entry);
    for (const socket of this.sockets) socket.destroy();
  }

  private async openOne(forward: Forward): Promise<void> {
    const key = keyOf(forward);
    const entry: OpenForward = {
      forward,
      server: createServer({ allowHalfOpen: true, pauseOnConnect: true }),
    };
    entry.server.on("connection", (client) => {
      this.sockets.add(client);
      client.once("close", () => this.sockets.delete(client));
      carry(client, entry.forward.targets, this.flightsOf);
    });
    this.open.set(key, entry);
    try {
      await listen(entry.server, forward);
    } catch (error) {
      this.open.delete(key);
      this.failed.set(key, { forward, reason: messageOf(error) });
      this.retry ??= setInterval(() => void this.retryFailed(), RETRY_MS).unref();
    }
  }

  private closeOne(key: string, { server }: OpenForward): void {
    server.close();
    this.open.delete(key);
  }

  private async retryFailed(): Promise<void> {
    const again = [...this.failed.values()];
    this.failed.clear();
    await Promise.all(again.map(({ forward }) => this.openOne(forward)));
    if (this.failed.size === 0) this.stopRetrying();
  }

  private stopRetrying(): void {
    if (this.retry) clearInterval(this.retry);
    this.retry = null;
  }
}

function listen(server: Server, { listen: { address, port } }: Forward): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port, backlog: 1024 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function keyOf({ listen: { address, port } }: Forward): string {
  return `${address} ${port}`;
}
