import { connect } from "node:net";
import { messageOf } from "../../base/errors.ts";
import { Http1Connection } from "./http1-connection.ts";
import type { Flight, Outbound, Receiver, Upstream } from "./upstream.ts";

/** Connections opened at once; beyond it a request first waits for one to be free. */
const USUAL_CONNECTIONS = 128;
/** Connections of an instance with many slow requests (server-sent events, long polls). */
const MAX_CONNECTIONS = 8192;
/** Requests that would wait longer than this at the pace of late get connections beyond the usual number. */
const PATIENCE_MS = 100;
const CONNECT_TIMEOUT_MS = 5000;
/** Below the 5 s of Node and uvicorn, the common servers that close idle connections soonest unannounced. */
const IDLE_MS = 4000;
/** What an instance announces is cut by this, for the way of its last packet. */
const IDLE_MARGIN_MS = 1000;
/**
 * A request that must not be sent twice only goes over a connection that was in use this recently: gunicorn
 * closes idle ones after 2 s unannounced, and a close that crosses the request could not be told from a crash.
 */
const FRESH_MS = 500;

interface Waiting {
  readonly outbound: Outbound;
  readonly receiver: Receiver;
  connection: Http1Connection | null;
  isAborted: boolean;
}

/** A bounded pool of HTTP/1.1 connections to one address; the connection used last is reused first. */
export class Http1Pool implements Upstream {
  private readonly address: string;
  private readonly port: number;
  private readonly idle: Http1Connection[] = [];
  private queue: Waiting[] = [];
  private open = 0;
  private opening = 0;
  private isRetired = false;
  private sweeper: NodeJS.Timeout | null = null;
  private patience: NodeJS.Timeout | null = null;
  /** Requests answered since `patience` began. */
  private answered = 0;

  constructor(address: string, port: number) {
    this.address = address;
    this.port = port;
  }

  dispatch(outbound: Outbound, receiver: Receiver, needsNew = false): Flight {
    const waiting: Waiting = { outbound, receiver, connection: null, isAborted: false };
    const connection = needsNew ? undefined : this.takeIdle(outbound);
    if (connection) this.assign(connection, waiting);
    else this.enqueue(waiting);
    return {
      resume: () => waiting.connection?.resume(),
      abort: () => {
        waiting.isAborted = true;
        waiting.connection?.close();
      },
    };
  }

  retire(): void {
    this.isRetired = true;
    for (const connection of this.idle.splice(0)) connection.close();
    this.stopSweeping();
  }

  freed(connection: Http1Connection): void {
    if (connection.wasUsed) this.answered++;
    const next = this.nextWaiting();
    if (next) this.assign(connection, next);
    else this.keep(connection);
  }

  gone(connection: Http1Connection): void {
    this.open--;
    const at = this.idle.indexOf(connection);
    if (at !== -1) this.idle.splice(at, 1);
    this.openForQueue(USUAL_CONNECTIONS);
  }

  private takeIdle(outbound: Outbound): Http1Connection | undefined {
    const newest = this.idle.at(-1);
    if (!newest) return undefined;
    if (!outbound.isRepeatable && performance.now() - newest.freeSinceMs > FRESH_MS) return undefined;
    this.idle.pop();
    return newest.isOpen ? newest : this.takeIdle(outbound);
  }

  private assign(connection: Http1Connection, waiting: Waiting): void {
    waiting.connection = connection;
    if (waiting.outbound.isRepeatable || !connection.wasUsed) {
      connection.run(waiting.outbound, waiting.receiver);
      return;
    }
    // One turn of the event loop brings to light a close that has arrived but was not read yet.
    setImmediate(() => {
      if (waiting.isAborted) return;
      waiting.connection = null;
      if (!connection.isOpen) return this.enqueue(waiting);
      waiting.connection = connection;
      connection.run(waiting.outbound, waiting.receiver);
    });
  }

  private enqueue(waiting: Waiting): void {
    this.queue.push(waiting);
    // Idle ones that are too old for this request must not stand in its way.
    if (this.open >= USUAL_CONNECTIONS) this.idle[0]?.close();
    this.openForQueue(USUAL_CONNECTIONS);
    if (this.opening < this.queue.length) this.bePatient();
  }

  private bePatient(): void {
    if (this.patience) return;
    this.answered = 0;
    this.patience = setTimeout(() => {
      this.patience = null;
      // Where many are answered soon, more connections would only cost; slow answers leave many waiting.
      this.openForQueue(MAX_CONNECTIONS, this.queue.length - this.answered);
      if (this.queue.length > 0) this.bePatient();
    }, PATIENCE_MS);
  }

  /** @param wanted how many requests are to get a new connection */
  private openForQueue(limit: number, wanted = this.queue.length): void {
    while (this.opening < wanted && this.open < limit) this.openConnection();
  }

  private openConnection(): void {
    this.open++;
    this.opening++;
    const socket = connect({ host: this.address, port: this.port, noDelay: true, allowHalfOpen: true });
    const failed = (error: Error): void => {
      this.open--;
      this.opening--;
      socket.destroy();
      this.failNext(messageOf(error));
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => failed(new Error("connecting took longer than 5 s")));
    socket.once("error", failed);
    socket.once("connect", () => {
      this.opening--;
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.off("error", failed);
      this.freed(new Http1Connection(socket, this));
    });
  }

  private failNext(reason: string): void {
    const waiting = this.nextWaiting();
    waiting?.receiver.failed({ stage: "unsent", wasReused: false, reason });
    this.openForQueue(USUAL_CONNECTIONS);
  }

  private nextWaiting(): Waiting | undefined {
    let next = this.queue.shift();
    while (next?.isAborted) next = this.queue.shift();
    return next;
  }

  private keep(connection: Http1Connection): void {
    const isPointless = idleLimitMs(connection) <= 0 || this.idle.length >= USUAL_CONNECTIONS;
    if (this.isRetired || isPointless) return connection.close();
    connection.freeSinceMs = performance.now();
    this.idle.push(connection);
    this.sweeper ??= setInterval(() => this.sweep(), 500).unref();
  }

  private sweep(): void {
    const now = performance.now();
    for (const connection of [...this.idle]) {
      if (now - connection.freeSinceMs > idleLimitMs(connection)) connection.close();
    }
    if (this.idle.length === 0) this.stopSweeping();
  }

  private stopSweeping(): void {
    if (this.sweeper) clearInterval(this.sweeper);
    this.sweeper = null;
  }
}

function idleLimitMs(connection: Http1Connection): number {
  return Math.min(IDLE_MS, (connection.idleHintMs ?? Infinity) - IDLE_MARGIN_MS);
}
