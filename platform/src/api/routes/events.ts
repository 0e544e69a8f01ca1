import type { FastifyInstance } from "fastify";
import { eventStream } from "../event-stream.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";
import { gone, sendLines } from "../stream.ts";

interface Query {
  readonly after?: string;
  readonly deployment?: string;
  readonly follow?: string;
}

export function eventRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.get<{ Params: { app: string }; Querystring: Query }>(
    "/ashore/v1/apps/:app/events",
    async (request, reply) => {
      const { name } = findApp(parts, request.params.app);
      const { after, deployment, follow } = request.query;
      const query = { after: Number(after ?? 0), deployment: deployment ?? null, follow: follow === "true" };
      const signal = gone(request);
      await sendLines(reply, eventStream(parts, name, query, signal), signal);
    },
  );
}
