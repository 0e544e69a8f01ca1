import type { FastifyRequest } from "fastify";
import { ApiProblem } from "./problem.ts";

const readingMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a change that a page of another site made a browser send: the browser adds the cookie by itself, so the
 * cookie alone does not say that the user wanted it. Programs send no Origin and pass.
 */
export function refuseForeignChange(request: FastifyRequest, publicUrl: string): void {
  if (readingMethods.has(request.method)) return;
  const { origin, "sec-fetch-site": site } = request.headers;
  const isForeign =
    site === "cross-site" || (origin !== undefined && !isOwn(origin, [request.host, publicUrl]));
  if (isForeign)
    throw new ApiProblem(403, "NOT_ALLOWED", "This change comes from another site, so it was not made.");
  if (hasBody(request) && !isJson(request.headers["content-type"]))
    throw new ApiProblem(415, "NOT_JSON", "A body must be application/json.");
}

/** `host` as the request says it; its scheme is left out, since a proxy may end TLS without saying so. */
function isOwn(origin: string, [host, publicUrl]: readonly [string, string]): boolean {
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return asked.host === host || asked.origin === new URL(publicUrl).origin;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}
