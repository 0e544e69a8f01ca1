import type { FastifyInstance } from "fastify";
import { PlatformError } from "../../base/errors.ts";
import type { ExecAnswer, RestartRequest } from "../../wire/index.ts";
import type { ExecSockets } from "../exec-sockets.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";
import { platformApp, platformDeployment } from "../platform-shapes.ts";

interface ExecQuery {
  readonly instance_name?: string;
  readonly command?: string | string[];
  readonly terminal?: string;
}

/** App Platform's own calls, as far as our command line uses them. */
export function platformRoutes(app: FastifyInstance, parts: ApiParts, sockets: ExecSockets): void {
  app.get("/v2/apps", () => {
    const apps = parts.store.apps().map((record) => platformApp(parts, record));
    return { apps, links: {}, meta: { total: apps.length } };
  });
  app.get<{ Params: { app: string } }>("/v2/apps/:app", (request) => ({
    app: platformApp(parts, findApp(parts, request.params.app)),
  }));
  app.get<{ Params: { app: string } }>("/v2/apps/:app/deployments", (request) => {
    const { name } = findApp(parts, request.params.app);
    const deployments = parts.store.deployments(name, 200).map(platformDeployment);
    return { deployments, links: {}, meta: { total: deployments.length } };
  });
  app.post<{ Params: { app: string }; Body: RestartRequest | null }>(
    "/v2/apps/:app/restart",
    async (request) => {
      const { name } = findApp(parts, request.params.app);
      const id = await parts.conductor.restart(name, request.body?.components ?? []);
      const deployment = id === null ? undefined : parts.store.deployment(id);
      if (!deployment) throw new PlatformError("RESTART_FAILED", "The restart was not written down");
      return { deployment: platformDeployment(deployment) };
    },
  );
  app.get<{ Params: { app: string; component: string }; Querystring: ExecQuery }>(
    "/v2/apps/:app/components/:component/exec",
    (request): ExecAnswer => {
      const { name } = findApp(parts, request.params.app);
      const { instance_name: wanted, command = [], terminal } = request.query;
      const { component } = request.params;
      // Chosen now: the websocket could not say why there is none as an answer does.
      const instance = parts.conductor.findInstance(name, component, wanted ?? null);
      const words = typeof command === "string" ? [command] : command;
      const ticket = { app: name, component, instance, command: words };
      return { url: `ws://localhost${sockets.admit({ ...ticket, terminal: terminal === "true" })}` };
    },
  );
}
