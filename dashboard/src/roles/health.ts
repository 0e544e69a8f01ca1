import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { messageOf } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { within } from "../base/within.ts";

const CHECK_LIMIT_MS = 4_000;

export interface HealthCheck {
  readonly name: string;
  /** Resolves with what is said when it is well; rejects with what is wrong. */
  readonly run: () => Promise<string>;
  /** What is served goes on without it: it is told, and does not make the process unready. */
  readonly optional?: boolean;
}

interface Health {
  readonly ok: boolean;
  readonly role: string;
  readonly version: string;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}

/** Adds `/livez` and `/readyz`. */
export function addHealth(
  app: Pick<FastifyInstance, "get">,
  about: { readonly role: string; readonly version: string },
  checks: readonly HealthCheck[],
): void {
  app.get("/livez", () => ({ ok: true, ...about }));
  app.get("/readyz", async (_request, reply) => {
    const health = await readHealth(about, checks);
    return reply.code(health.ok ? 200 : 503).send(health);
  });
}

/** A server of its own for the roles that have none. A port that is taken is no reason not to work. */
export async function serveHealth(
  port: number,
  about: { readonly role: string; readonly version: string },
  checks: readonly HealthCheck[],
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({ loggerInstance, logController: new LogController({ disableRequestLogging: true }) });
  addHealth(app, about, checks);
  for (const candidate of [port, 0]) {
    try {
      await app.listen({ host: "0.0.0.0", port: candidate });
      return { close: () => app.close() };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      log.warn({ port }, "the health port is taken; using another one");
    }
  }
  return { close: () => app.close() };
}

async function readHealth(
  about: { readonly role: string; readonly version: string },
  checks: readonly HealthCheck[],
): Promise<Health> {
  const results = await Promise.all(
    checks.map(async ({ name, run, optional }) => {
      try {
        return { name, ok: true, message: await within(CHECK_LIMIT_MS, run()), counts: false };
      } catch (error) {
        return { name, ok: false, message: messageOf(error), counts: optional !== true };
      }
    }),
  );
  return {
    ok: results.every(({ ok, counts }) => ok || !counts),
    ...about,
    checks: results.map(({ name, ok, message }) => ({ name, ok, message })),
  };
}
