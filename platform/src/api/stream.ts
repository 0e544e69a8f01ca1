import { once } from "node:events";
import type { FastifyReply, FastifyRequest } from "fastify";

/** A signal that aborts when the client has gone. */
export function gone(request: FastifyRequest): AbortSignal {
  const controller = new AbortController();
  request.raw.socket.once("close", () => controller.abort());
  if (request.raw.socket.destroyed) controller.abort();
  return controller.signal;
}

/**
 * Answers with newline-delimited JSON, one item a line, as fast as the client reads. Errors after the first
 * line can only end the stream; they are the source's to report.
 */
export async function sendLines(
  reply: FastifyReply,
  items: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  raw.flushHeaders();
  try {
    for await (const item of items) {
      if (signal.aborted) break;
      if (!raw.write(`${JSON.stringify(item)}\n`)) await once(raw, "drain", { signal });
    }
  } catch (error) {
    if (!signal.aborted) raw.destroy(error instanceof Error ? error : undefined);
  } finally {
    raw.end();
  }
}
