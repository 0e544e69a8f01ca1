import type { FastifyRequest, RouteOptions } from "fastify";
import { findApiToken } from "../access/api-tokens.ts";
import { suffices } from "../access/roles.ts";
import { findSession } from "../access/sessions.ts";
import { Failure } from "../base/failure.ts";
import type { Db } from "../database/database.ts";
import type { Api, ApiParts, Asker } from "./parts.ts";
import { ApiProblem, notFound } from "./problem.ts";
import { refuseForeignChange } from "./same-origin.ts";
import { readSessionCookie } from "./session-cookie.ts";

const PREFIX = "/api";
const DOCS_PREFIX = "/api/docs";

/**
 * Lets a request through to a route under /api when its asker has the role that the route's `config.role` names. Called
 * before any route is registered; a route without a role ends the start.
 */
export function guardRoutes(app: Api, { db, publicUrl }: ApiParts): void {
  app.addHook("onRoute", requireRole);
  app.decorateRequest("asker", null);
  app.addHook("onRequest", async (request) => {
    refuseStray(request);
    const needed = request.routeOptions.config.role;
    if (needed === undefined) return;
    const apiToken = readApiToken(request);
    request.asker = await findAsker(db, request, apiToken);
    if (needed !== "public") requireAsker(request.asker, needed);
    // A browser never adds an Authorization header by itself.
    if (apiToken === null) refuseForeignChange(request, publicUrl);
  });
  void app.register(
    (api, _options, done) => {
      api.setNotFoundHandler(() => {
        throw notFound("route");
      });
      done();
    },
    { prefix: PREFIX },
  );
}

function requireRole(route: RouteOptions): void {
  if (!isBelow(PREFIX, route.url) || route.config?.role !== undefined) return;
  // Swagger UI registers its routes itself.
  if (!isBelow(DOCS_PREFIX, route.url))
    throw new Failure("ROUTE_WITHOUT_ROLE", `${String(route.method)} ${route.url} names no role`, {
      hint: 'add config: { role: "viewer" } or another one to the route',
    });
  route.config = { ...route.config, role: "viewer" };
}

/** What asks below /api and would be answered by a route that serves everything, as the console's files are. */
function refuseStray({ url, routeOptions }: FastifyRequest): void {
  const isStray = routeOptions.url !== undefined && !isBelow(PREFIX, routeOptions.url);
  if (isStray && isBelow(PREFIX, url.split("?")[0] ?? "")) throw notFound("route");
}

function requireAsker(asker: Asker | null, needed: Asker["role"]): void {
  if (asker === null) throw new ApiProblem(401, "SIGN_IN", "Sign in first.");
  if (!suffices(asker.role, needed))
    throw new ApiProblem(403, "NOT_ALLOWED", `This needs the role ${needed}; yours is ${asker.role}.`);
}

/** A request that names a token is never answered by its cookie instead. */
async function findAsker(db: Db, request: FastifyRequest, apiToken: string | null): Promise<Asker | null> {
  if (apiToken !== null) {
    const bearer = await findApiToken(db, apiToken);
    return bearer && { ...bearer, via: "token" };
  }
  const session = readSessionCookie(request);
  const bearer = session === null ? null : await findSession(db, session);
  return bearer && { ...bearer, via: "session" };
}

/** Other schemes are left alone: a proxy in front may use them. */
function readApiToken({ headers }: FastifyRequest): string | null {
  const [scheme, token] = headers.authorization?.split(" ") ?? [];
  return scheme?.toLowerCase() === "bearer" ? (token ?? "") : null;
}

function isBelow(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
