import { readFile } from "node:fs/promises";
import { cpus, hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Log } from "../base/log.ts";
import type { Database } from "../database/database.ts";

const CORES_PER_LANE = 4;
const POLL_MS = 200;
/** First halves of the locks' keys: "pdln" and "pdor" in ASCII. */
const LANE_LOCKS = 0x70646c6e;
const ORIGIN_LOCKS = 0x70646f72;

export interface Host {
  /** The same in every container and network of one machine, until it boots again. */
  readonly id: string;
  readonly cores: number;
  /** How many samples may run at once without disturbing each other. */
  readonly lanes: number;
}

export async function readHost(): Promise<Host> {
  const bootId = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const cores = Math.max(1, cpus().length);
  return { id: bootId.trim() || hostname(), cores, lanes: Math.max(1, Math.floor(cores / CORES_PER_LANE)) };
}

export interface Lanes {
  /**
   * Waits for a free lane of this host and for the page's origin to be left alone by everybody else, runs the work,
   * and frees both. The signal aborts when the locks were lost with their connection.
   */
  run<Result>(
    origin: string,
    stop: AbortSignal,
    work: (lost: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Lanes of a host as locks of the database on one connection, so that they hold over all worker processes of the
 * host, whatever container they are in, and go with the process that had them.
 */
export function openLanes(database: Database, host: Host, log: Log): Lanes {
  const held = new Set<string>();
  let connection: Promise<LockConnection> | null = null;
  const connect = async (): Promise<LockConnection> => {
    connection ??= openConnection(database, () => {
      connection = null;
      held.clear();
      log.warn("the connection that holds the lane broke");
    }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  };
  return {
    run: async (origin, stop, work) => {
      const slots = Array.from({ length: host.lanes }, (_, slot) => `${host.id}/${slot}`);
      const locks = await connect();
      const lane = await takeOne(locks, held, LANE_LOCKS, slots, stop);
      try {
        const site = await takeOne(locks, held, ORIGIN_LOCKS, [origin], stop);
        try {
          return await work(locks.lost);
        } finally {
          await release(locks, held, ORIGIN_LOCKS, site);
        }
      } finally {
        await release(locks, held, LANE_LOCKS, lane);
      }
    },
    close: async () => {
      await (await connection?.catch(() => null))?.client.end();
    },
  };
}

interface LockConnection {
  readonly client: pg.Client;
  readonly lost: AbortSignal;
}

async function openConnection(database: Database, onLost: () => void): Promise<LockConnection> {
  const client = await database.connect("lane");
  const controller = new AbortController();
  client.once("end", () => {
    controller.abort();
    onLost();
  });
  return { client, lost: controller.signal };
}

/** A session may take its own locks again, so those that this process holds are kept in `held` as well. */
async function takeOne(
  { client, lost }: LockConnection,
  held: Set<string>,
  space: number,
  names: readonly string[],
  stop: AbortSignal,
): Promise<string> {
  for (;;) {
    stop.throwIfAborted();
    lost.throwIfAborted();
    for (const name of names) {
      const key = `${space}:${name}`;
      if (held.has(key)) continue;
      held.add(key);
      if (await tryLock(client, space, name)) return name;
      held.delete(key);
    }
    await sleep(POLL_MS);
  }
}

async function tryLock(client: pg.Client, space: number, name: string): Promise<boolean> {
  const { rows } = await client.query<{ readonly taken: boolean }>(
    "select pg_try_advisory_lock($1, hashtext($2)) as taken",
    [space, name],
  );
  return rows[0]?.taken === true;
}

async function release({ client, lost }: LockConnection, held: Set<string>, space: number, name: string) {
  if (lost.aborted) return;
  await client.query("select pg_advisory_unlock($1, hashtext($2))", [space, name]).catch(() => undefined);
  held.delete(`${space}:${name}`);
}
