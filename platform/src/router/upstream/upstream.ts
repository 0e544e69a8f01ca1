import type { Readable } from "node:stream";
import type { Socket } from "node:net";
import type { ResponseHead } from "./response-head.ts";

/** A request as it goes to an instance. */
export interface Outbound {
  readonly method: string;
  /** Path and query, byte for byte what is to be sent. */
  readonly path: string;
  /** Names and values in turn; no framing and no hop-by-hop headers. */
  readonly headers: readonly string[];
  readonly body: OutboundBody | null;
  /** True if sending it twice does no harm: an idempotent method without a body. */
  readonly isRepeatable: boolean;
  /** Value of the Upgrade header (`websocket`), or null for an ordinary request. */
  readonly upgrade: string | null;
}

export interface OutboundBody {
  readonly stream: Readable;
  /** Value of Content-Length, or null for a chunked body. */
  readonly length: string | null;
}

/**
 * How far a request had come when it failed. `unsent`: no byte of it left us. `unanswered`: sent, and the
 * instance closed before the first byte of an answer. `answered`: in the middle of the answer.
 */
export type FailureStage = "unsent" | "unanswered" | "answered";

export interface UpstreamFailure {
  readonly stage: FailureStage;
  /** True if the connection had served an earlier request, so the instance may have closed it as idle. */
  readonly wasReused: boolean;
  readonly reason: string;
}

/** The one who asked; called in the order started, answered, data*, then once ended, failed or upgraded. */
export interface Receiver {
  /** Right before the first byte is written. */
  started(): void;
  /** An interim answer (1xx). */
  informed(head: ResponseHead): void;
  answered(head: ResponseHead): void;
  /** @returns false to be given no more until `resume` */
  data(chunk: Buffer): boolean;
  ended(trailers: readonly string[]): void;
  /** The instance switched protocols; the socket and what was already read now belong to the receiver. */
  upgraded(head: ResponseHead, socket: Socket, rest: Buffer): void;
  failed(failure: UpstreamFailure): void;
}

/** A request under way. */
export interface Flight {
  resume(): void;
  /** Ends it without another call to the receiver. */
  abort(): void;
}

/** Connections to one address, opened as needed and kept for reuse. */
export interface Upstream {
  /** `needsNew`: not over a connection that was idle, since one of those has just failed. */
  dispatch(outbound: Outbound, receiver: Receiver, needsNew?: boolean): Flight;
  /** Takes no new idle connections; running requests go on and their connections close behind them. */
  retire(): void;
}
