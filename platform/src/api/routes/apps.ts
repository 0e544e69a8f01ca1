import type { FastifyInstance } from "fastify";
import { appIsDown } from "../../deploy/index.ts";
import type { DownAnswer, DownRequest } from "../../wire/index.ts";
import { appStatus } from "../app-status.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";

export function appRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.get("/ashore/v1/apps", async () => ({
    apps: await Promise.all(parts.store.apps().map((record) => appStatus(parts, record))),
  }));
  app.get<{ Params: { app: string } }>("/ashore/v1/apps/:app", async (request) => ({
    app: await appStatus(parts, findApp(parts, request.params.app)),
  }));
  app.post<{ Params: { app: string }; Body: Partial<DownRequest> | null }>(
    "/ashore/v1/apps/:app/down",
    async (request): Promise<DownAnswer> => {
      const { name } = findApp(parts, request.params.app);
      const stopped = await parts.conductor.down(name, { data: request.body?.data === true });
      return { app: name, stopped };
    },
  );
  app.get<{ Params: { app: string } }>("/ashore/v1/apps/:app/databases", async (request) => {
    const { name, wanted } = findApp(parts, request.params.app);
    if (wanted === "down") throw appIsDown(name);
    return { databases: await parts.databases(name) };
  });
}
