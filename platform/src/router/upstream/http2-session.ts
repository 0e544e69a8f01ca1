import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import { messageOf } from "../../base/errors.ts";
import type { ResponseHead } from "./response-head.ts";
import type { FailureStage, Flight, Outbound, Receiver, Upstream } from "./upstream.ts";

type Http2 = typeof import("node:http2");

/** One HTTP/2 session without TLS (prior knowledge) to one address, opened again when it ends. */
export class Http2Session implements Upstream {
  private readonly origin: string;
  private session: ClientHttp2Session | null = null;
  private isRetired = false;

  constructor(address: string, port: number) {
    this.origin = `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
  }

  dispatch(outbound: Outbound, receiver: Receiver): Flight {
    const exchange = new Http2Exchange(outbound, receiver);
    // Loaded only by those who have such a component: it costs every router memory otherwise.
    import("node:http2").then(
      (http2) => exchange.start(() => this.openSession(http2)),
      (error: unknown) => exchange.fail(messageOf(error)),
    );
    return exchange;
  }

  retire(): void {
    this.isRetired = true;
    this.session?.close();
  }

  private openSession(http2: Http2): ClientHttp2Session {
    if (this.session && !this.session.closed && !this.session.destroyed) return this.session;
    const session = http2.connect(this.origin);
    session.setMaxListeners(0);
    session.on("error", () => undefined); // Each stream hears of it by itself.
    session.on("goaway", () => this.forget(session));
    session.on("close", () => this.forget(session));
    if (!this.isRetired) this.session = session;
    return session;
  }

  private forget(session: ClientHttp2Session): void {
    if (this.session === session) this.session = null;
  }
}

class Http2Exchange implements Flight {
  private readonly outbound: Outbound;
  private readonly receiver: Receiver;
  private stream: ClientHttp2Stream | null = null;
  private stage: FailureStage = "unsent";
  private isOver = false;
  private wasReused = false;
  private trailers: string[] = [];

  constructor(outbound: Outbound, receiver: Receiver) {
    this.outbound = outbound;
    this.receiver = receiver;
  }

  start(open: () => ClientHttp2Session): void {
    if (this.isOver) return;
    try {
      const session = open();
      this.wasReused = !session.connecting;
      const stream = session.request(requestHeaders(this.outbound), { endStream: !this.outbound.body });
      this.stream = stream;
      this.listen(stream);
      if (session.connecting) session.once("connect", () => this.send(stream));
      else this.send(stream);
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  resume(): void {
    this.stream?.resume();
  }

  abort(): void {
    this.isOver = true;
    this.stream?.close(8); // CANCEL
  }

  fail(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.receiver.failed({ stage: this.stage, wasReused: this.wasReused, reason });
  }

  private send(stream: ClientHttp2Stream): void {
    if (this.isOver) return;
    this.stage = "unanswered";
    this.receiver.started();
    this.outbound.body?.stream.pipe(stream);
  }

  private listen(stream: ClientHttp2Stream): void {
    stream.on("headers", (headers) => this.receiver.informed(headOf(headers, [])));
    stream.on("response", (headers, _flags, rawHeaders: unknown) => {
      this.stage = "answered";
      this.receiver.answered(headOf(headers, Array.isArray(rawHeaders) ? rawHeaders : []));
    });
    stream.on("trailers", (_headers, _flags, rawHeaders: unknown) => {
      if (Array.isArray(rawHeaders)) this.trailers = rawHeaders.map(String);
    });
    stream.on("data", (chunk: Buffer) => {
      if (!this.isOver && !this.receiver.data(chunk)) stream.pause();
    });
    stream.on("end", () => this.end(stream));
    stream.on("error", (error) => this.fail(messageOf(error)));
    stream.on("close", () => this.fail("the instance closed the stream"));
  }

  private end(stream: ClientHttp2Stream): void {
    // A stream that is reset also emits "end"; only a stream ended by its peer is a whole answer.
    if (this.isOver || this.stage !== "answered" || stream.rstCode !== 0) return;
    this.isOver = true;
    this.outbound.body?.stream.unpipe(stream);
    this.outbound.body?.stream.resume();
    this.receiver.ended(this.trailers);
  }
}

function requestHeaders(outbound: Outbound): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {
    ":method": outbound.method,
    ":path": outbound.path,
    ":scheme": "http",
  };
  for (let i = 0; i < outbound.headers.length; i += 2) {
    const sent = (outbound.headers[i] ?? "").toLowerCase();
    const name = sent === "host" ? ":authority" : sent;
    const value = outbound.headers[i + 1] ?? "";
    const earlier = headers[name];
    if (earlier === undefined) headers[name] = value;
    else if (name === "cookie") headers[name] = `${String(earlier)}; ${value}`;
    else headers[name] = [earlier, value].flat();
  }
  return headers;
}

function headOf(
  headers: IncomingHttpHeaders & { ":status"?: number | undefined },
  raw: readonly unknown[],
): ResponseHead {
  const flat: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = String(raw[i]);
    if (!name.startsWith(":")) flat.push(name, String(raw[i + 1]));
  }
  return {
    status: headers[":status"] ?? 502,
    reason: "",
    headers: flat,
    framing: "until-close",
    isPersistent: true,
    idleHintMs: null,
    hasCacheControl: headers["cache-control"] !== undefined,
  };
}
