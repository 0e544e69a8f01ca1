import type { Socket } from "node:net";
import { messageOf } from "../../base/errors.ts";
import { bodyDecoder, type BodyDecoder } from "./body-decoder.ts";
import { sendBody, type BodySending } from "./request-body.ts";
import { requestHead } from "./request-head.ts";
import { parseResponseHead, type ResponseHead } from "./response-head.ts";
import type { FailureStage, Outbound, Receiver } from "./upstream.ts";

const MAX_HEAD_BYTES = 64 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

/** Told by a connection what became of it. */
export interface ConnectionOwner {
  /** The connection is free for another request. */
  freed(connection: Http1Connection): void;
  /** The connection is gone. */
  gone(connection: Http1Connection): void;
}

/** One connection to an instance, carrying one request at a time. */
export class Http1Connection {
  /** When it last became free, by the monotonic clock in ms. */
  freeSinceMs = 0;
  /** How long the instance said that it keeps an idle connection, or null. */
  idleHintMs: number | null = null;
  wasUsed = false;
  private readonly socket: Socket;
  private readonly owner: ConnectionOwner;
  private receiver: Receiver | null = null;
  private outbound: Outbound | null = null;
  private sending: BodySending | null = null;
  private head: ResponseHead | null = null;
  private decoder: BodyDecoder | null = null;
  private pending: Buffer = NOTHING;
  private stage: FailureStage = "unanswered";
  private wasReused = false;
  private isOver = false;

  constructor(socket: Socket, owner: ConnectionOwner) {
    this.socket = socket;
    this.owner = owner;
    socket.on("data", (chunk) => this.read(chunk));
    socket.on("end", () => this.end());
    socket.on("error", (error) => this.fail(messageOf(error)));
    socket.on("close", () => this.fail("the connection was closed"));
    socket.on("drain", () => this.sending?.resume());
  }

  get isOpen(): boolean {
    return !this.isOver && !this.socket.destroyed && this.socket.writable;
  }

  /** Sends a request; only on a free connection. */
  run(outbound: Outbound, receiver: Receiver): void {
    this.receiver = receiver;
    this.outbound = outbound;
    this.stage = "unanswered";
    this.wasReused = this.wasUsed;
    this.wasUsed = true;
    receiver.started();
    this.socket.write(requestHead(outbound), "latin1");
    if (outbound.body) this.sending = sendBody(outbound.body, this.socket, () => this.freeIfDone());
  }

  resume(): void {
    this.socket.resume();
  }

  /** Closes at once, without a word to the receiver. */
  close(): void {
    this.receiver = null;
    this.sending?.stop();
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    // An instance that speaks unasked is broken or desynchronised.
    if (!this.receiver) return this.close();
    try {
      let rest: Buffer | undefined = chunk;
      while (rest !== undefined && rest.length > 0 && this.receiver) {
        rest = this.decoder ? this.readBody(this.decoder, rest) : this.readHead(rest);
      }
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  /** @returns what is left to be read as body, or undefined if all is used */
  private readHead(chunk: Buffer): Buffer | undefined {
    if (this.stage === "unanswered") this.stage = "answered";
    const input = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const end = input.indexOf("\r\n\r\n", 0, "latin1");
    if (end === -1) {
      if (input.length > MAX_HEAD_BYTES) throw new Error("the answer's head is too large");
      this.pending = input;
      return undefined;
    }
    this.pending = NOTHING;
    const head = parseResponseHead(input.toString("latin1", 0, end), this.outbound?.method ?? "");
    return this.takeHead(head, input.subarray(end + 4));
  }

  private takeHead(head: ResponseHead, rest: Buffer): Buffer | undefined {
    if (head.status === 101) return this.switchProtocol(head, rest);
    if (head.status < 200) {
      this.receiver?.informed(head);
      return rest;
    }
    this.head = head;
    this.idleHintMs = head.idleHintMs ?? this.idleHintMs;
    this.decoder = bodyDecoder(head.framing);
    this.receiver?.answered(head);
    return head.framing === 0 ? this.readBody(this.decoder, rest) : rest;
  }

  private switchProtocol(head: ResponseHead, rest: Buffer): undefined {
    if (!this.outbound?.upgrade) throw new Error("the instance switched protocols unasked");
    const receiver = this.receiver;
    this.receiver = null;
    this.isOver = true;
    for (const event of ["data", "end", "error", "close", "drain"]) this.socket.removeAllListeners(event);
    this.owner.gone(this);
    receiver?.upgraded(head, this.socket, rest);
  }

  private readBody(decoder: BodyDecoder, chunk: Buffer): undefined {
    const { chunks, rest } = decoder.decode(chunk);
    for (const piece of chunks) {
      if (this.receiver && !this.receiver.data(piece)) this.socket.pause();
    }
    if (rest === undefined || !this.receiver) return;
    if (rest.length > 0) this.head = null; // More than was announced: never reuse it.
    this.finish(decoder.trailers);
  }

  private finish(trailers: readonly string[]): void {
    const { receiver } = this;
    this.receiver = null;
    this.decoder = null;
    this.socket.resume();
    receiver?.ended(trailers);
    this.freeIfDone();
  }

  /** A connection is free once the answer was read and the request's body written, both to their ends. */
  private freeIfDone(): void {
    if (this.receiver || this.isOver) return;
    const isReusable = this.head?.isPersistent === true && this.isOpen && this.sending?.isDone !== false;
    this.sending?.stop();
    this.sending = null;
    this.outbound = null;
    this.head = null;
    if (isReusable) this.owner.freed(this);
    else this.socket.destroy();
  }

  private end(): void {
    if (this.decoder?.mayEnd) this.finish(this.decoder.trailers);
    else this.fail("the instance closed the connection");
  }

  private fail(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    const { receiver, stage, wasReused } = this;
    this.close();
    this.owner.gone(this);
    receiver?.failed({ stage, wasReused, reason });
  }
}
