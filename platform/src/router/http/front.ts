import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { RouteTarget } from "../../base/route-table.ts";
import { hostOf } from "../match.ts";
import { rewritePath } from "../path-rewrite.ts";
import type { StaticFiles } from "../static/static-files.ts";
import { CORS_REPLACED, type CorsVerdict } from "./cors.ts";
import { Exchange } from "./exchange.ts";
import { sendFailure } from "./failure-page.ts";
import { badRequest, noRoute, protocolNotSupported, unknownHost } from "./failures.ts";
import { forwardHeaders } from "./forward-headers.ts";
import { locationOf } from "./redirect.ts";
import { readRequestLine, type Asked } from "./request-line.ts";
import type { LiveRule, Serving } from "./serving.ts";

/** What a front needs; `serving` is asked anew for each request. */
export interface FrontParts {
  readonly serving: () => Serving;
  readonly staticFiles: StaticFiles;
}

/** A request with all that is known of it once its rule is found. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly asked: Asked;
  /** What is behind the matched part of the path. */
  readonly rest: string;
  readonly cors: CorsVerdict;
  /** Set if the client asked to switch protocols. */
  readonly clientSocket: Socket | null;
}

/** Answers one request from the table in force. */
export type Front = (request: IncomingMessage, response: ServerResponse, clientSocket?: Socket) => void;

const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);
const NO_CORS: CorsVerdict = { kind: "none" };
const NO_HEADERS: readonly string[] = [];

export function makeFront(parts: FrontParts): Front {
  return (request, response, clientSocket) => {
    const asked = readRequestLine(request);
    if ("refusal" in asked) {
      response.shouldKeepAlive = false;
      return sendFailure(request, response, badRequest(asked.refusal));
    }
    const host = hostOf(asked.authority);
    const { find, hosts } = parts.serving();
    const found = find(host, asked.path);
    if (found.kind === "unknown_host") return sendFailure(request, response, unknownHost(host, hosts));
    if (found.kind === "no_route") return sendFailure(request, response, noRoute(asked.path));
    const { rule, rest } = found.match;
    const cors = rule.cors ? askCors(rule, request) : NO_CORS;
    if (cors.kind === "preflight") return sendPreflight(response, cors.headers);
    serve(parts, rule, { request, response, asked, rest, cors, clientSocket: clientSocket ?? null });
  };
}

function serve(parts: FrontParts, rule: LiveRule, visit: Visit): void {
  const { target } = rule;
  if (target.kind === "backend") return proxy(parts, target, visit);
  if (target.kind === "redirect") return redirect(target, visit);
  const { request, response, asked, rest, cors } = visit;
  parts.staticFiles.serve(request, response, {
    site: target.site,
    path: rewritePath(target.prefix, asked.path, rest),
    asked,
    extraHeaders: cors.kind === "actual" ? cors.headers : NO_HEADERS,
  });
}

function proxy(parts: FrontParts, target: Extract<RouteTarget, { kind: "backend" }>, visit: Visit): void {
  const { request, response, asked, rest, cors, clientSocket } = visit;
  const findBackend = () => parts.serving().backends.get(target.backend);
  const upgrade = clientSocket ? (request.headers.upgrade ?? null) : null;
  if (upgrade !== null && findBackend()?.protocol === "http2") {
    return sendFailure(request, response, protocolNotSupported("This component speaks HTTP/2 only."));
  }
  const { headers, body } = forwardHeaders(request, arrivalOf(request, asked));
  const method = request.method ?? "GET";
  new Exchange(request, response, {
    outbound: {
      method,
      path: rewritePath(target.prefix, asked.path, rest) + asked.query,
      headers,
      body,
      isRepeatable: body === null && upgrade === null && REPEATABLE.has(method),
      upgrade,
    },
    findBackend,
    extraHeaders: cors.kind === "actual" ? cors.headers : NO_HEADERS,
    replaced: cors.kind === "actual" ? CORS_REPLACED : null,
    clientSocket,
  }).attempt();
}

function arrivalOf(request: IncomingMessage, asked: Asked): { clientAddress: string; authority: string } {
  const { remoteAddress = "", localAddress = "", localPort = 0 } = request.socket;
  const clientAddress = remoteAddress.startsWith("::ffff:") ? remoteAddress.slice(7) : remoteAddress;
  return { clientAddress, authority: asked.authority || `${localAddress}:${localPort}` };
}

function redirect(target: Extract<RouteTarget, { kind: "redirect" }>, visit: Visit): void {
  const { response, cors, request, asked } = visit;
  const headers = ["location", locationOf(target, asked), "content-length", "0"];
  response.writeHead(target.code, cors.kind === "actual" ? [...headers, ...cors.headers] : headers);
  response.end();
  request.resume();
}

function askCors(rule: LiveRule, request: IncomingMessage): CorsVerdict {
  const { headers } = request;
  return (
    rule.cors?.({
      method: request.method ?? "",
      origin: headers.origin,
      requestedMethod: headers["access-control-request-method"],
    }) ?? NO_CORS
  );
}

function sendPreflight(response: ServerResponse, headers: readonly string[]): void {
  response.writeHead(200, [...headers, "content-length", "0"]);
  response.end();
}
