import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../base/errors.ts";
import type { Log } from "../../base/log.ts";
import type { StaticSite } from "../../base/route-table.ts";
import { sendFailure, type Failure } from "../http/failure-page.ts";
import type { Asked } from "../http/request-line.ts";
import { isNotModified, rangeOf, type ByteRange } from "./conditions.ts";
import { compressor } from "./encodings.ts";
import { findStatic } from "./find-file.ts";
import { represent, type Representation } from "./representation.ts";

/** App Platform's header on every file of a static site; its edge cache is emptied by each deployment. */
const CACHE_CONTROL = "public,max-age=10,s-maxage=86400";

export interface StaticRequest {
  readonly site: StaticSite;
  /** Path within the site, percent-encoded. */
  readonly path: string;
  readonly asked: Asked;
  /** Names and values in turn. */
  readonly extraHeaders: readonly string[];
}

/** Serves files of static sites. */
export interface StaticFiles {
  serve(request: IncomingMessage, response: ServerResponse, wanted: StaticRequest): void;
}

export function staticFiles(log: Log): StaticFiles {
  const squeezer = compressor();
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    wanted: StaticRequest,
  ): Promise<void> => {
    const outcome = await findStatic(wanted.site, wanted.path);
    if (outcome.kind === "malformed") return sendFailure(request, response, MALFORMED);
    if (outcome.kind === "missing") return sendFailure(request, response, NOT_FOUND);
    if (outcome.kind === "add-slash") return addSlash(response, wanted);
    const chosen = await represent(outcome.found, request.headers, squeezer);
    if (outcome.status === 200) await sendFile(request, response, chosen, wanted);
    else await sendErrorDocument(request, response, chosen, wanted);
  };
  return {
    serve(request, response, wanted) {
      request.resume();
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return sendFailure(request, response, NOT_ALLOWED);
      }
      answer(request, response, wanted).catch((error: unknown) => {
        // A client that leaves in the middle of a file is nobody's fault.
        if (response.destroyed) return;
        log.error("A static file could not be served", {
          component: wanted.site.component,
          path: wanted.path,
          error: messageOf(error),
        });
        sendFailure(request, response, INTERNAL);
      });
    },
  };
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  chosen: Representation,
  wanted: StaticRequest,
): Promise<void> {
  const headers = fileHeaders(chosen, wanted);
  if (isNotModified(request.headers, chosen.validators)) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = rangeOf(request.headers, chosen.validators, chosen.size);
  if (range === "unsatisfiable") {
    response.writeHead(416, [...headers, "content-range", `bytes */${chosen.size}`, "content-length", "0"]);
    response.end();
    return;
  }
  const entity = [...headers, "content-type", chosen.contentType];
  if (range === "whole") {
    response.writeHead(200, [...entity, "content-length", String(chosen.size)]);
    return sendBody(request, response, chosen, { start: 0, end: chosen.size - 1 });
  }
  const span = `bytes ${range.start}-${range.end}/${chosen.size}`;
  const length = String(range.end - range.start + 1);
  response.writeHead(206, [...entity, "content-range", span, "content-length", length]);
  return sendBody(request, response, chosen, range);
}

function sendErrorDocument(
  request: IncomingMessage,
  response: ServerResponse,
  chosen: Representation,
  wanted: StaticRequest,
): Promise<void> {
  const headers = fileHeaders(chosen, wanted);
  const length = String(chosen.size);
  response.writeHead(404, [...headers, "content-type", chosen.contentType, "content-length", length]);
  return sendBody(request, response, chosen, { start: 0, end: chosen.size - 1 });
}

async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  { body, file, size }: Representation,
  { start, end }: ByteRange,
): Promise<void> {
  if (request.method === "HEAD" || size === 0) response.end();
  else if (body) response.end(body);
  else await pipeline(createReadStream(file, { start, end }), response);
}

function fileHeaders(chosen: Representation, { extraHeaders }: StaticRequest): string[] {
  const headers = [
    "cache-control",
    CACHE_CONTROL,
    "etag",
    chosen.validators.etag,
    "last-modified",
    chosen.validators.lastModified,
    "accept-ranges",
    "bytes",
    ...extraHeaders,
  ];
  if (chosen.varies) headers.push("vary", "accept-encoding");
  if (chosen.encoding !== null) headers.push("content-encoding", chosen.encoding);
  return headers;
}

function addSlash(response: ServerResponse, { asked }: StaticRequest): void {
  // One leading slash only: two would name another host.
  const location = `/${asked.path.replace(/^[/\\]+/, "")}/${asked.query}`;
  response.writeHead(301, { location, "content-length": 0 });
  response.end();
}

const MALFORMED: Failure = {
  status: 400,
  reason: "bad_request",
  title: "Bad request",
  text: "The path is not validly percent-encoded.",
};
const NOT_FOUND: Failure = {
  status: 404,
  reason: "not_found",
  title: "Not found",
  text: "The static site has no such file, and neither an error document nor a catch-all document.",
};
const NOT_ALLOWED: Failure = {
  status: 405,
  reason: "method_not_allowed",
  title: "Method not allowed",
  text: "A static site answers GET and HEAD only.",
};
const INTERNAL: Failure = {
  status: 500,
  reason: "internal",
  title: "Internal error",
  text: "The file could not be read; the router's log says why.",
};
