import type { FastifyRequest } from "fastify";
import type { Asker } from "./parts.ts";

/** Who asks, on any route that is not public. */
export function askerOf({ asker }: Pick<FastifyRequest, "asker">): Asker {
  if (asker === null) throw new Error("a route without an asker was let through");
  return asker;
}
