import type { IncomingMessage } from "node:http";
import type { OutboundBody } from "../upstream/upstream.ts";

/** A request's headers as they go to an instance, and what they say of its body. */
export interface Forwarded {
  readonly headers: string[];
  readonly body: OutboundBody | null;
}

/** Where the client reached us. */
export interface Arrival {
  readonly clientAddress: string;
  /** The Host as the client used it. */
  readonly authority: string;
}

/** Hop by hop (RFC 9110 §7.6.1), or said by us: what a client claims about itself is not believed. */
const DROPPED = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "host",
  "http2-settings",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-real-ip",
  "do-connecting-ip",
]);

const ORDINARY_CONNECTION = new Set([",keep-alive", ",close", ",upgrade"]);

/** Raw request headers to what the instance gets; order and spelling of the client's own stay. */
export function forwardHeaders(request: IncomingMessage, arrival: Arrival): Forwarded {
  const raw = request.rawHeaders;
  const headers: string[] = ["Host", arrival.authority];
  let connection = "";
  let length: string | null = null;
  let isChunked = false;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? "";
    const value = raw[i + 1] ?? "";
    const lower = name.toLowerCase();
    if (lower === "connection") connection = `${connection},${value}`;
    else if (lower === "transfer-encoding") isChunked = true;
    else if (lower === "content-length") length = value;
    if (!isDropped(lower)) headers.push(name, value);
  }
  const kept = dropNamed(headers, connection);
  addArrival(kept, arrival);
  const hasBody = isChunked || (length !== null && Number(length) > 0);
  return { headers: kept, body: hasBody ? { stream: request, length } : null };
}

function isDropped(name: string): boolean {
  // CGI and WSGI fold "_" and "-" into one, so both spellings of ours would be believed.
  return DROPPED.has(name) || (name.includes("_") && DROPPED.has(name.replaceAll("_", "-")));
}

/** Takes out the headers that `Connection` names, except those which frame or address the request. */
function dropNamed(headers: string[], connection: string): string[] {
  const lower = connection.toLowerCase();
  if (lower === "" || ORDINARY_CONNECTION.has(lower)) return headers;
  const named = new Set(lower.split(",").map((token) => token.trim()));
  named.delete("host");
  named.delete("content-length");
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    if (!named.has(name.toLowerCase())) kept.push(name, headers[i + 1] ?? "");
  }
  return kept;
}

function addArrival(headers: string[], { clientAddress, authority }: Arrival): void {
  headers.push(
    "X-Forwarded-For",
    clientAddress,
    "X-Forwarded-Proto",
    "http",
    "X-Forwarded-Host",
    authority,
    "X-Forwarded-Port",
    portOf(authority),
    "X-Real-IP",
    clientAddress,
    "do-connecting-ip",
    clientAddress,
  );
}

/** The port the client used: the one in its Host, else that of plain HTTP. */
function portOf(authority: string): string {
  const port = /:([0-9]+)$/.exec(authority)?.[1];
  return port ?? "80";
}
