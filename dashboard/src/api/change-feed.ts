import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { aborted } from "../base/aborted.ts";
import type { Log } from "../base/log.ts";
import { CHANGES_CHANNEL, type Change } from "../database/changes.ts";
import type { Database } from "../database/database.ts";

const RECONNECT_MS = 1_000;

export interface ChangeFeed {
  /** Calls back for every change from now on; returns how to end it. */
  subscribe(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Listens to the database on one connection, which is opened again whenever it breaks. */
export function openChangeFeed(database: Database, log: Log): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  const stop = new AbortController();
  const running = listen(database, log, stop.signal, (change) => {
    for (const listener of listeners) listener(change);
  });
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function listen(
  database: Database,
  log: Log,
  signal: AbortSignal,
  tell: (change: Change) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await database.connect("changes");
      try {
        client.on("notification", ({ payload }) => tell(JSON.parse(payload ?? "{}") as Change));
        await client.query(`listen ${CHANGES_CHANNEL}`);
        await ended(client, signal);
      } finally {
        await client.end();
      }
    } catch (error) {
      log.warn({ error }, "cannot listen to changes; trying again");
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function ended(client: pg.Client, signal: AbortSignal): Promise<void> {
  const broke = new Promise<void>((resolve) => {
    client.once("end", resolve);
    client.once("error", () => resolve());
  });
  await Promise.race([broke, aborted(signal)]);
}
