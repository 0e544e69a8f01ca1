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
    await sendLines(reply, beats(parts, name, signal), signal);
    const left = (held.get(name) ?? 1) - 1;
    held.set(name, left);
    if (left === 0) await letGo(parts, name);
  });
}

/** Ends with the signal, or when somebody takes the app down. */
async function* beats(parts: ApiParts, name: string, signal: AbortSignal): AsyncGenerator<SessionBeat> {
  const down = new AbortController();
  const ended = AbortSignal.any([signal, down.signal]);
  let wasUp = parts.store.app(name)?.wanted === "up";
  const unsubscribe = parts.events.subscribe(name, () => {
    const isUp = parts.store.app(name)?.wanted === "up";
    if (wasUp && !isUp) down.abort();
    wasUp ||= isUp;
  });
  try {
    while (!ended.aborted) {
      yield { at: new Date(parts.clock.now()).toISOString() };
      await parts.clock.sleep(BEAT_EVERY_MS, ended).catch(() => undefined);
    }
  } finally {
    unsubscribe();
  }
}

async function letGo(parts: ApiParts, name: string): Promise<void> {
  if (parts.store.app(name)?.wanted === "up") {
    parts.log.info("the last session of an app ended, taking it down", { app: name });
    await parts.conductor.down(name, { data: false });
  }
  // A `down` that was asked for goes on even if who asked has gone.
  await parts.conductor.settled(name);
  await parts.shutdown();
}
