import type { FastifyReply, FastifyRequest } from "fastify";
import { messageOf, PlatformError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { Problem } from "../base/problem.ts";
import type { ErrorAnswer, ProblemsAnswer } from "../wire/index.ts";

/** Thrown by a route when the spec, its sources or its values have errors. */
export class InvalidSpec extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("The spec has errors");
    this.problems = problems;
  }
}

export function notFound(message: string): ErrorAnswer {
  return { id: "not_found", message };
}

export function answerError(
  log: Log,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof InvalidSpec) {
    const answer: ProblemsAnswer = { id: "invalid_spec", message: error.message, problems: error.problems };
    return reply.status(422).send(answer);
  }
  if (error instanceof PlatformError) {
    const answer: ErrorAnswer = { id: error.code.toLowerCase(), message: error.message, hint: error.hint };
    return reply.status(statusOf(error)).send(answer);
  }
  const status = statusCodeOf(error);
  if (status < 500) return reply.status(status).send({ id: "bad_request", message: messageOf(error) });
  const stack = error instanceof Error ? error.stack : String(error);
  log.error("a request failed", { method: request.method, url: request.url, stack });
  const hint = "This is a bug in Ashore; the server's log has the details";
  return reply
    .status(500)
    .send({ id: "server_error", message: messageOf(error), hint, request_id: request.id });
}

function statusOf(error: PlatformError): number {
  if (error.code === "NOT_FOUND" || error.code.startsWith("NO_SUCH_")) return 404;
  return error.fault === "platform" ? 500 : 400;
}

// fastify's own errors (a body that is no JSON, one that is too large) carry their status.
function statusCodeOf(error: unknown): number {
  const carried = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof carried === "number" ? carried : 500;
}
