import type { Clock } from "../base/clock.ts";
import type { EventBody } from "../base/event.ts";
import type { EventRecord } from "../store/records.ts";
import type { Store } from "../store/store.ts";

/** An event as a listener gets it; lines of output are not stored and carry the number of the event before. */
export type LiveEvent = Omit<EventRecord, "body"> & { readonly body: EventBody };

/** Writes events down and tells whoever listens. */
export interface EventHub {
  publish(app: string, deploymentId: string | null, body: EventBody): void;
  /** @returns a function that ends the subscription */
  subscribe(app: string, listener: (event: LiveEvent) => void): () => void;
}

export function eventHub(store: Store, clock: Clock): EventHub {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  let lastSeq = 0;
  return {
    publish: (app, deploymentId, body) => {
      const base = { at: clock.now(), app, deploymentId };
      const event: LiveEvent =
        body.type === "output" ? { ...base, seq: lastSeq, body } : store.appendEvent({ ...base, body });
      lastSeq = event.seq;
      for (const listener of listeners.get(app) ?? []) listener(event);
    },
    subscribe: (app, listener) => {
      const ofApp = listeners.get(app) ?? new Set();
      listeners.set(app, ofApp.add(listener));
      return () => {
        ofApp.delete(listener);
        if (ofApp.size === 0 && listeners.get(app) === ofApp) listeners.delete(app);
      };
    },
  };
}
