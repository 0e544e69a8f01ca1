import { lookup as resolve, type LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Failure } from "../base/failure.ts";
import { canonicalHost, judgeAddress, withoutBrackets, type AddressVerdict } from "./judge-address.ts";

export { judgeAddress, type AddressVerdict };

/** What may be reached besides the public internet. */
export interface AddressPolicy {
  /** `host` (any port) or `host:port`; names or addresses, IPv6 with a port in brackets. */
  readonly allowedHosts: readonly string[];
}

export class AddressNotAllowedError extends Error {
  readonly code = "ADDRESS_NOT_ALLOWED";

  constructor(reason: string) {
    super(reason);
    this.name = "AddressNotAllowedError";
  }
}

export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly maxBytes: number;
  /** What to do with a body over `maxBytes`: fail (the default) or keep its beginning. */
  readonly whenLarger?: "fail" | "cut";
  /** For everything together, redirects included. */
  readonly timeoutMs: number;
  /** Default 5. With 0 a redirect is an answer like any other. */
  readonly maxRedirects?: number;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly finalUrl: string;
}

const DEFAULT_MAX_REDIRECTS = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const allowed: AddressVerdict = { allowed: true };

/** Whether an administrator allowed this very host, as it is named, on this port. */
export function isAllowedHost(policy: AddressPolicy, hostname: string, port: number): boolean {
  const host = canonicalHost(hostname);
  return policy.allowedHosts.some((entry) => {
    const wanted = parseEntry(entry);
    return wanted.host === host && (wanted.port === null || wanted.port === port);
  });
}

/**
 * A `lookup` for node:net that gives no address that is not allowed: the connection goes to what was judged, so a
 * name that changes its answer gains nothing. A literal never comes here: node:net connects to it straight.
 */
export function guardedLookup(policy: AddressPolicy, port: number): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const failure = error ?? refusalOf(policy, { hostname, port, addresses });
      if (failure !== null) return callback(failure, "");
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? "", first?.family);
    });
  };
}

/** Judges a URL before anything is connected; a later connection still needs `guardedLookup`. Never throws. */
export async function checkUrl(policy: AddressPolicy, url: string): Promise<AddressVerdict> {
  const known = judgeUrl(policy, url);
  if (known !== "name") return known;
  const { hostname } = new URL(url);
  try {
    const addresses = await lookup(hostname, { all: true });
    return judgeAddresses(hostname, addresses);
  } catch {
    return refused(`the name ${hostname} does not resolve`);
  }
}

/**
 * An HTTP request whose every connection, redirects included, is judged. Certificates are verified.
 * Throws AddressNotAllowedError, a Failure (`TIMED_OUT`, `TOO_MANY_REDIRECTS`, `BODY_TOO_LARGE`), or node's own error.
 */
export async function guardedFetch(
  policy: AddressPolicy,
  url: string,
  init: GuardedRequest,
): Promise<GuardedAnswer> {
  const deadline = AbortSignal.timeout(init.timeoutMs);
  const maxRedirects = init.maxRedirects ?? DEFAULT_MAX_REDIRECTS;
  let hop: Hop = { url, method: init.method ?? "GET", headers: init.headers ?? {}, body: init.body };
  try {
    for (let redirects = 0; ; redirects++) {
      const answer = await fetchHop(policy, hop, init, deadline);
      const location = redirectStatuses.has(answer.status) ? answer.headers.location : undefined;
      if (location === undefined || maxRedirects === 0) return answer;
      if (redirects >= maxRedirects)
        throw new Failure("TOO_MANY_REDIRECTS", `${url} redirects more than ${maxRedirects} times`);
      hop = nextHop(hop, answer.status, location);
    }
  } catch (error) {
    if (deadline.aborted)
      throw new Failure("TIMED_OUT", `${url} did not answer within ${init.timeoutMs / 1000} s`, {
        cause: error,
      });
    throw error;
  }
}

interface Hop {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

async function fetchHop(
  policy: AddressPolicy,
  hop: Hop,
  limits: GuardedRequest,
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  const verdict = judgeUrl(policy, hop.url);
  if (verdict !== "name" && !verdict.allowed) throw new AddressNotAllowedError(verdict.reason);
  const target = new URL(hop.url);
  const request = target.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((answered, reject) => {
    const sent = request(
      target,
      {
        method: hop.method,
        headers: hop.headers,
        lookup: guardedLookup(policy, portOf(target)),
        // No shared agent: a kept connection was judged under another policy.
        agent: false,
        signal,
      },
      answered,
    );
    sent.once("error", reject);
    sent.end(hop.body);
  });
  const body = await readBody(response, limits);
  return { status: response.statusCode ?? 0, headers: response.headers, body, finalUrl: target.href };
}

async function readBody(
  response: IncomingMessage,
  { maxBytes, whenLarger }: GuardedRequest,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) continue;
    // Leaving the loop destroys the response and with it the connection.
    if (whenLarger === "cut") break;
    throw new Failure("BODY_TOO_LARGE", `the answer is larger than ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

function nextHop(hop: Hop, status: number, location: string): Hop {
  const from = new URL(hop.url);
  if (!URL.canParse(location, from.href))
    throw new AddressNotAllowedError(`a redirect leads to "${location}", no URL`);
  const to = new URL(location, from);
  // Like fetch does: what was meant for one origin is not told to another.
  const headers = to.origin === from.origin ? hop.headers : {};
  const keepsMethod = status === 307 || status === 308 || hop.method === "GET" || hop.method === "HEAD";
  if (keepsMethod) return { url: to.href, method: hop.method, headers, body: hop.body };
  return { url: to.href, method: "GET", headers: withoutBodyHeaders(headers), body: undefined };
}

function withoutBodyHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)));
}

/** "name": the URL itself is fine, its name has to be resolved. */
function judgeUrl(policy: AddressPolicy, text: string): AddressVerdict | "name" {
  if (!URL.canParse(text)) return refused(`"${text}" is not a URL`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return refused("only http and https are allowed");
  if (url.username !== "" || url.password !== "")
    return refused("a URL may not hold a user name or password");
  if (isAllowedHost(policy, url.hostname, portOf(url))) return allowed;
  // The parser has turned 2130706433, 0x7f.1 and 017700000001 into 127.0.0.1 by now.
  return isIP(withoutBrackets(url.hostname)) === 0 ? "name" : judgeAddress(url.hostname);
}

function judgeAddresses(hostname: string, addresses: readonly LookupAddress[]): AddressVerdict {
  if (addresses.length === 0) return refused(`the name ${hostname} does not resolve`);
  for (const { address } of addresses) {
    const verdict = judgeAddress(address);
    if (!verdict.allowed)
      return hostname === address ? verdict : refused(`${hostname} leads to ${verdict.reason}`);
  }
  return allowed;
}

function refusalOf(
  policy: AddressPolicy,
  { hostname, port, addresses }: { hostname: string; port: number; addresses: readonly LookupAddress[] },
): AddressNotAllowedError | null {
  if (isAllowedHost(policy, hostname, port)) return null;
  const verdict = judgeAddresses(hostname, addresses);
  return verdict.allowed ? null : new AddressNotAllowedError(verdict.reason);
}

function parseEntry(entry: string): { readonly host: string; readonly port: number | null } {
  const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry.trim()) ?? [];
  if (host === undefined || port === undefined) return { host: canonicalHost(entry.trim()), port: null };
  return { host: canonicalHost(host), port: Number(port) };
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function refused(reason: string): AddressVerdict {
  return { allowed: false, reason };
}
