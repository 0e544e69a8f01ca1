import fastify, { type FastifyInstance } from "fastify";
import { answerError, notFound } from "./errors.ts";
import { execSockets } from "./exec-sockets.ts";
import type { ApiParts } from "./parts.ts";
import { appRoutes } from "./routes/apps.ts";
import { controlRoutes, STATUS_PATH } from "./routes/control.ts";
import { eventRoutes } from "./routes/events.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { logRoutes } from "./routes/logs.ts";
import { platformRoutes } from "./routes/platform.ts";
import { sessionRoutes } from "./routes/session.ts";
import { specRoutes } from "./routes/spec.ts";
import { upRoutes } from "./routes/up.ts";

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** The whole HTTP API, not yet listening. One resource a file under `routes/`. */
export function buildApi(parts: ApiParts): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler((error, request, reply) => answerError(parts.log, error, request, reply));
  app.setNotFoundHandler((_request, reply) => reply.status(404).send(notFound("There is no such path")));
  app.addHook("onRequest", async (request) => {
    // That we are there is answered at once: whoever started us waits for it.
    if (request.url !== STATUS_PATH) await parts.ready;
  });
  const sockets = execSockets(parts, app.server);
  controlRoutes(app, parts);
  specRoutes(app, parts);
  upRoutes(app, parts);
  appRoutes(app, parts);
  eventRoutes(app, parts);
  logRoutes(app, parts);
  sessionRoutes(app, parts);
  jobRoutes(app, parts);
  platformRoutes(app, parts, sockets);
  return app;
}
