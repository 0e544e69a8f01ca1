import type { FastifyInstance } from "fastify";
import type { ApiParts } from "../parts.ts";

export const STATUS_PATH = "/ashore/v1/status";

export function controlRoutes(app: FastifyInstance, parts: ApiParts): void {
  app.get(STATUS_PATH, () => parts.control());
  app.post("/ashore/v1/shutdown", async () => ({ stopped: await parts.shutdown() }));
}
