/** The head of an instance's answer, with hop-by-hop headers taken out. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** Names and values in turn, as sent. */
  readonly headers: string[];
  readonly framing: Framing;
  /** True if the connection can carry another request after this answer. */
  readonly isPersistent: boolean;
  /** How long the instance says it keeps an idle connection (`Keep-Alive: timeout=5`), in ms. */
  readonly idleHintMs: number | null;
  readonly hasCacheControl: boolean;
}

/** How the end of the body is known; a number is its length in bytes. */
export type Framing = number | "chunked" | "until-close";

interface Findings {
  contentLength: string | null;
  transferEncoding: string | null;
  connection: string;
  idleHintMs: number | null;
  hasCacheControl: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: (.*))?$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Reads a head without its closing empty line. Anything doubtful is an error: a wrong guess about where an
 * answer ends would hand one client's answer to the next (RFC 9112 §6.3, §11).
 * @throws Error with what is wrong
 */
export function parseResponseHead(text: string, method: string): ResponseHead {
  const lines = text.split("\r\n");
  const statusLine = STATUS_LINE.exec(lines[0] ?? "");
  if (!statusLine) throw new Error("the answer does not begin with an HTTP/1.1 status line");
  const status = Number(statusLine[2]);
  const headers: string[] = [];
  const found: Findings = {
    contentLength: null,
    transferEncoding: null,
    connection: "",
    idleHintMs: null,
    hasCacheControl: false,
  };
  for (let i = 1; i < lines.length; i++) readField(lines[i] ?? "", headers, found);
  const framing = framingOf(found, status, method);
  return {
    status,
    reason: statusLine[3] ?? "",
    headers: cleanHeaders(headers, found, status),
    framing,
    isPersistent: isPersistent(found, framing, statusLine[1] === "1"),
    idleHintMs: found.idleHintMs,
    hasCacheControl: found.hasCacheControl,
  };
}

function readField(line: string, headers: string[], found: Findings): void {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon);
  if (colon < 1 || !TOKEN.test(name)) throw new Error("the answer has a malformed header line");
  const value = line.slice(colon + 1).trim();
  if (isForwarded(name.toLowerCase(), value, found)) headers.push(name, value);
}

/** Notes what concerns the connection or the framing. @returns whether the header goes on to the client */
function isForwarded(name: string, value: string, found: Findings): boolean {
  switch (name) {
    case "connection":
      found.connection += `,${value.toLowerCase()}`;
      return false;
    case "keep-alive":
      found.idleHintMs = readIdleHint(value);
      return false;
    case "transfer-encoding":
      found.transferEncoding = found.transferEncoding === null ? value.toLowerCase() : "repeated";
      return false;
    case "content-length":
      if (found.contentLength === value) return false;
      if (found.contentLength !== null || !/^[0-9]{1,15}$/.test(value)) {
        throw new Error("the answer has a wrong or contradictory Content-Length");
      }
      found.contentLength = value;
      return true;
    case "proxy-connection":
    case "upgrade":
      return false;
    case "cache-control":
      found.hasCacheControl = true;
      return true;
    default:
      return true;
  }
}

function readIdleHint(value: string): number | null {
  const seconds = /(?:^|[,;\s])timeout=([0-9]{1,6})/i.exec(value)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function framingOf(found: Findings, status: number, method: string): Framing {
  if (found.transferEncoding !== null && found.transferEncoding !== "chunked") {
    throw new Error("the answer has a Transfer-Encoding other than chunked");
  }
  if (method === "HEAD" || status < 200 || status === 204 || status === 304) return 0;
  if (found.transferEncoding !== null) return "chunked";
  return found.contentLength === null ? "until-close" : Number(found.contentLength);
}

function isPersistent(found: Findings, framing: Framing, isHttp11: boolean): boolean {
  if (framing === "until-close") return false;
  // Both framings at once: the answer is readable, but the connection is not to be trusted again.
  if (found.transferEncoding !== null && found.contentLength !== null) return false;
  if (found.connection === "") return isHttp11;
  const tokens = found.connection.split(",").map((token) => token.trim());
  return !tokens.includes("close") && (isHttp11 || tokens.includes("keep-alive"));
}

function cleanHeaders(headers: string[], found: Findings, status: number): string[] {
  const dropped = new Set(
    found.connection
      .split(",")
      .map((token) => token.trim())
      .filter((token) => token !== "" && token !== "close" && token !== "keep-alive" && token !== "upgrade"),
  );
  const hasForeignLength =
    found.contentLength !== null && (found.transferEncoding !== null || status === 204);
  if (hasForeignLength) dropped.add("content-length");
  if (dropped.size === 0) return headers;
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? "";
    if (!dropped.has(name.toLowerCase())) kept.push(name, headers[i + 1] ?? "");
  }
  return kept;
}
