import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { messageOf } from "../../base/errors.ts";
import type { ResponseHead } from "../upstream/response-head.ts";
import { claim, type LiveBackend, type LiveTarget } from "../upstream/targets.ts";
import type { Flight, Outbound, Receiver, UpstreamFailure } from "../upstream/upstream.ts";
import { sendFailure } from "./failure-page.ts";
import { connectFailure, invalidAnswer, noHealthyUpstream, upstreamClosed } from "./failures.ts";
import { joinTunnel, switchedHead } from "./tunnel.ts";

/** How long a request is held while no instance takes it, e.g. between a crash and the next table. */
const HOLD_MS = 1000;
const HOLD_STEP_MS = 50;
/** Bodies up to this size go out as text, which Node glues to the head. */
const SMALL_BODY_BYTES = 16 * 1024;

/** What one exchange needs to know besides request and response. */
export interface ExchangePlan {
  readonly outbound: Outbound;
  /** The backend as the table in force has it: looked up again after each wait. */
  readonly findBackend: () => LiveBackend | undefined;
  /** Headers to add to the answer, names and values in turn. */
  readonly extraHeaders: readonly string[];
  /** Lower-case names of answer headers that `extraHeaders` replaces. */
  readonly replaced: ReadonlySet<string> | null;
  /** The client's own socket when it asked to switch protocols. */
  readonly clientSocket: Socket | null;
}

/**
 * One request of a client carried to an instance and its answer back, over as many attempts as are safe: another
 * instance is asked only if no byte reached the first, and the same one again only if it may have closed an idle
 * connection under a harmless request. A request that ends one instance must not end the next.
 */
export class Exchange implements Receiver {
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly plan: ExchangePlan;
  private tried: LiveTarget[] = [];
  private current: LiveTarget | null = null;
  private flight: Flight | null = null;
  private holdTimer: NodeJS.Timeout | null = null;
  private readonly startedMs = performance.now();
  private wasRepeated = false;
  private lastFailure = "";
  private held: { head: ResponseHead } | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, plan: ExchangePlan) {
    this.request = request;
    this.response = response;
    this.plan = plan;
    response.on("close", () => this.clientIsDone());
    response.on("drain", () => this.flight?.resume());
  }

  attempt(): void {
    const backend = this.plan.findBackend();
    const target = backend && claim(backend, this.tried);
    if (!target) return this.hold(backend);
    this.send(target);
  }

  private send(target: LiveTarget): void {
    this.current = target;
    this.flight = target.upstream.dispatch(this.plan.outbound, this, this.wasRepeated);
  }

  started(): void {
    if (this.expectsContinue()) this.response.writeContinue();
  }

  informed(head: ResponseHead): void {
    if (head.status !== 103 || this.response.headersSent || this.request.httpVersion === "1.0") return;
    const links = valuesOf(head.headers, "link");
    try {
      if (links.length > 0) this.response.writeEarlyHints({ link: links });
    } catch {
      // A hint that Node finds malformed is dropped: the answer itself is still to come.
    }
  }

  answered(head: ResponseHead): void {
    this.held = { head };
    // What of the body came with the head goes out with it in one write; else the head goes alone, now.
    process.nextTick(flushHead, this);
  }

  flushHead(): void {
    if (this.held && this.writeHead()) this.response.flushHeaders();
  }

  data(chunk: Buffer): boolean {
    if (!this.held) return this.response.write(chunk);
    const isWhole = this.held.head.framing === chunk.length && chunk.length <= SMALL_BODY_BYTES;
    if (!this.writeHead()) return true;
    if (!isWhole) return this.response.write(chunk);
    // Latin1 keeps every byte.
    this.response.end(chunk.toString("latin1"), "latin1");
    return true;
  }

  ended(trailers: readonly string[]): void {
    if (this.held && !this.writeHead()) return;
    this.settle();
    if (trailers.length > 0) this.addTrailers(trailers);
    this.response.end();
  }

  upgraded(head: ResponseHead, socket: Socket, rest: Buffer): void {
    const client = this.plan.clientSocket;
    const { current } = this;
    this.current = null;
    this.flight = null;
    if (!client || client.destroyed) {
      socket.destroy();
      current?.flights.end();
      return;
    }
    this.response.detachSocket(client);
    client.write(switchedHead(head, this.plan.outbound.upgrade ?? "", this.plan.extraHeaders), "latin1");
    if (rest.length > 0) client.write(rest);
    joinTunnel(client, socket, () => current?.flights.end());
  }

  failed(failure: UpstreamFailure): void {
    const target = this.current;
    this.settle();
    this.lastFailure = failure.reason;
    if (this.response.destroyed) return;
    if (failure.stage === "unsent" && target && !this.wasRepeated) {
      this.tried.push(target);
      return this.attempt();
    }
    const mayRepeat = failure.wasReused && this.plan.outbound.isRepeatable && !this.wasRepeated;
    if (failure.stage === "unanswered" && mayRepeat && target) {
      this.wasRepeated = true;
      target.flights.begin();
      return this.send(target);
    }
    this.fail(upstreamClosed(failure.reason));
  }

  /** Waits a little for an instance that takes the request, else says that there is none. */
  private hold(backend: LiveBackend | undefined): void {
    const now = performance.now();
    const isEmpty = !backend || backend.targets.length === 0;
    // An app that has been down for longer answers at once; a fresh gap is likely to close.
    const from = isEmpty ? (backend?.emptySinceMs ?? 0) : this.startedMs;
    if (now - from < HOLD_MS && now - this.startedMs < HOLD_MS) {
      this.tried = [];
      this.holdTimer = setTimeout(() => this.attempt(), HOLD_STEP_MS);
      return;
    }
    this.fail(isEmpty ? noHealthyUpstream() : connectFailure(this.lastFailure));
  }

  private clientIsDone(): void {
    if (this.holdTimer) clearTimeout(this.holdTimer);
    if (!this.flight) return;
    this.flight.abort();
    this.settle();
  }

  /** The attempt is over: its target has one request less. */
  private settle(): void {
    this.current?.flights.end();
    this.current = null;
    this.flight = null;
  }

  private fail(failure: Parameters<typeof sendFailure>[2]): void {
    sendFailure(this.request, this.response, failure);
    // Whatever the client still sends of its body goes nowhere.
    this.request.resume();
  }

  /** @returns false if the head cannot be passed on, and the exchange is over */
  private writeHead(): boolean {
    const head = this.held?.head;
    this.held = null;
    if (!head) return false;
    try {
      this.response.writeHead(head.status, head.reason, this.answerHeaders(head));
      return true;
    } catch (error) {
      this.flight?.abort();
      this.settle();
      this.fail(invalidAnswer(messageOf(error)));
      return false;
    }
  }

  private answerHeaders(head: ResponseHead): string[] {
    const { extraHeaders, replaced } = this.plan;
    const headers = replaced ? without(head.headers, replaced) : head.headers;
    for (const part of extraHeaders) headers.push(part);
    // App Platform's edge does this: what a service does not call public is private.
    if (!head.hasCacheControl) headers.push("cache-control", "private");
    return headers;
  }

  private addTrailers(trailers: readonly string[]): void {
    const pairs: [string, string][] = [];
    for (let i = 0; i < trailers.length; i += 2) pairs.push([trailers[i] ?? "", trailers[i + 1] ?? ""]);
    try {
      this.response.addTrailers(pairs);
    } catch {
      // Malformed trailers are dropped: the body itself was whole.
    }
  }

  private expectsContinue(): boolean {
    return this.plan.outbound.body !== null && this.request.headers.expect?.toLowerCase() === "100-continue";
  }
}

function flushHead(exchange: Exchange): void {
  exchange.flushHead();
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    if (!names.has(name.toLowerCase())) kept.push(name, headers[i + 1] ?? "");
  }
  return kept;
}

function valuesOf(headers: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === name) values.push(headers[i + 1] ?? "");
  }
  return values;
}
