import type { IncomingMessage } from "node:http";

/** What a client asked for, read once at the door. */
export interface Asked {
  /** The Host header as sent. */
  readonly authority: string;
  readonly path: string;
  /** With its "?", or "". */
  readonly query: string;
}

/** Why a request is not served, for the 400 page. */
export interface Refused {
  readonly refusal: string;
}

const AUTHORITY = /^(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?$/;
const ABSOLUTE = /^https?:\/\/([^/?#]*)([^#]*)$/i;

/**
 * Reads request target and Host. Node's parser has already refused broken framing (both Content-Length and
 * Transfer-Encoding, bare line feeds, odd header names); here goes what it lets pass.
 */
export function readRequestLine(request: IncomingMessage): Asked | Refused {
  const hosts = hostsOf(request.rawHeaders);
  if (hosts.length > 1) return { refusal: "The request has more than one Host header." };
  const url = request.url ?? "/";
  if (url.startsWith("/")) return split(hosts[0] ?? "", url);
  const absolute = ABSOLUTE.exec(url);
  if (!absolute) return { refusal: "The request target is neither a path nor an absolute URL." };
  // RFC 9112 §3.2.2: an authority in the target outranks the Host header.
  const rest = absolute[2] ?? "";
  return split(absolute[1] ?? "", rest.startsWith("/") ? rest : `/${rest}`);
}

function hostsOf(raw: readonly string[]): string[] {
  const hosts: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts.push(raw[i + 1] ?? "");
  }
  return hosts;
}

function split(authority: string, url: string): Asked | Refused {
  if (authority !== "" && !AUTHORITY.test(authority)) return { refusal: "The Host header is malformed." };
  const mark = url.indexOf("?");
  if (mark === -1) return { authority, path: url, query: "" };
  return { authority, path: url.slice(0, mark), query: url.slice(mark) };
}
