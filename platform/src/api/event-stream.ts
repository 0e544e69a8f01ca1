import type { LiveEvent } from "../deploy/index.ts";
import type { AppEvent } from "../wire/index.ts";
import type { ApiParts } from "./parts.ts";

export interface EventQuery {
  readonly after: number;
  readonly deployment: string | null;
  readonly follow: boolean;
}

/** Stored events and, when following, those to come; ends with the deployment it was asked for. */
export async function* eventStream(
  parts: Pick<ApiParts, "store" | "events">,
  app: string,
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<AppEvent> {
  const queue: LiveEvent[] = [];
  let wake: () => void = () => undefined;
  const unsubscribe = parts.events.subscribe(app, (event) => {
    queue.push(event);
    wake();
  });
  const stop = (): void => wake();
  signal.addEventListener("abort", stop);
  try {
    let seen = query.after;
    for (const event of parts.store.eventsAfter(app, query.after, query.deployment)) {
      seen = event.seq;
      yield toWire(event);
      if (ends(event, query)) return;
    }
    while (query.follow && !signal.aborted) {
      const event = queue.shift();
      if (!event) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const isOld = event.body.type !== "output" && event.seq <= seen;
      if (isOld || (query.deployment !== null && event.deploymentId !== query.deployment)) continue;
      yield toWire(event);
      if (ends(event, query)) return;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    unsubscribe();
  }
}

function ends(event: LiveEvent, query: EventQuery): boolean {
  if (query.deployment === null || event.body.type !== "deployment") return false;
  return ["ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"].includes(event.body.phase);
}

function toWire(event: LiveEvent): AppEvent {
  return { ...event, at: new Date(event.at).toISOString() };
}
