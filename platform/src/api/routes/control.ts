import type { FastifyInstance } from "fastify";
import type { ApiParts } from "../parts.ts";

export function controlRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.get("/ashore/v1/status", () => parts.control());
  app.post("/ashore/v1/shutdown", async () => ({ stopped: await parts.shutdown() }));
}
