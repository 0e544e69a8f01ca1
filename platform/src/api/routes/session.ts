import type { FastifyInstance } from "fastify";
import type { SessionBeat } from "../../wire/index.ts";
import { findApp } from "../find-app.ts";
import type { ApiParts } from "../parts.ts";
import { gone, sendLines } from "../stream.ts";

const BEAT_EVERY_MS = 10_000;

/** Foreground `up`s hold their app here; the app goes down with the last of them. */
export function sessionRoutes(app: FastifyInstance, parts: ApiParts): void {
  const held = new Map<string, number>();
  app.get<{ Params: { app: string } }>("/ashore/v1/apps/:app/session", async (request, reply) => {
    const { name } = findApp(parts, request.params.app);
    const signal = gone(request);
    held.set(name, (held.get(name) ?? 0) + 1);
    await sendLines(reply, beats(parts, signal), signal);
    const left = (held.get(name) ?? 1) - 1;
    held.set(name, left);
    if (left === 0) await letGo(parts, name);
  });
}

async function* beats(parts: ApiParts, signal: AbortSignal): AsyncGenerator<SessionBeat> {
  while (!signal.aborted) {
    yield { at: new Date(parts.clock.now()).toISOString() };
    await parts.clock.sleep(BEAT_EVERY_MS, signal).catch(() => undefined);
  }
}

async function letGo(parts: ApiParts, name: string): Promise<void> {
  // A `down` that was asked for has set this already.
  if (parts.store.app(name)?.wanted !== "up") return;
  parts.log.info("the last session of an app ended, taking it down", { app: name });
  await parts.conductor.down(name, { data: false });
  await parts.shutdown();
}
