import { runMigrations as migrateQueue } from "bullmq";
import { drizzle } from "drizzle-orm/node-postgres";
import { readMigrationFiles, type MigrationMeta } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { Failure } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { QUEUE_SCHEMA } from "../papers/queue-schema.ts";
import type { Database } from "./database.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
/** "pdmi" in ASCII. */
const LOCK_KEY = 0x70646d69;
const LOCK_POLL_MS = 250;
const LOCK_LIMIT_MS = 120_000;
const HOLDER_LOG_MS = 5_000;

/** How the database stands to the code: `ahead` means that newer code has changed it. */
export type SchemaState = "current" | "behind" | "ahead" | "edited";

/**
 * Brings the schema up to what this code knows. Any number of processes may do so at once: one session lock lets them
 * through one by one, and those who come late find nothing to do. All pending files run in one transaction.
 */
export async function migrateDatabase(
  database: Database,
  log: Log,
  options: {
    /** Also the tables of BullMQ, where the database is the queue. */ readonly withQueue?: boolean;
  } = {},
): Promise<{ readonly applied: number }> {
  const client = await database.connect("migrations");
  try {
    await takeLock(client, log);
    await client.query("set lock_timeout = '5s'");
    const before = await readApplied(client);
    refuseUnlessBehind(compare(before, bundledMigrations()));
    await migrate(drizzle(client), { migrationsFolder });
    if (options.withQueue === true) await migrateQueue(client, QUEUE_SCHEMA);
    const applied = (await readApplied(client)).length - before.length;
    log.info({ applied }, applied === 0 ? "migrations: nothing to do" : `migrations: ${applied} applied`);
    return { applied };
  } finally {
    await client.end();
  }
}

/** Compares what the database has with the files that come with this code. */
export async function readSchemaState(database: Database): Promise<SchemaState> {
  const client = await database.connect("schema check");
  try {
    return compare(await readApplied(client), bundledMigrations());
  } finally {
    await client.end();
  }
}

interface Applied {
  readonly hash: string;
  readonly createdAt: number;
}

async function readApplied(client: pg.Client): Promise<readonly Applied[]> {
  const { rows: there } = await client.query<{ readonly there: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as there",
  );
  if (there[0]?.there !== true) return [];
  const { rows } = await client.query<{ readonly hash: string; readonly created_at: string }>(
    "select hash, created_at from drizzle.__drizzle_migrations order by created_at",
  );
  return rows.map((row) => ({ hash: row.hash, createdAt: Number(row.created_at) }));
}

function bundledMigrations(): readonly MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder });
}

function compare(applied: readonly Applied[], bundled: readonly MigrationMeta[]): SchemaState {
  const byTime = new Map(bundled.map((file) => [file.folderMillis, file.hash]));
  for (const { hash, createdAt } of applied) {
    const known = byTime.get(createdAt);
    if (known === undefined) return "ahead";
    if (known !== hash) return "edited";
  }
  return applied.length < bundled.length ? "behind" : "current";
}

function refuseUnlessBehind(state: SchemaState): void {
  if (state === "ahead")
    throw new Failure("SCHEMA_AHEAD", "the database was migrated by a newer version of the dashboard", {
      hint: "run that version, or restore a backup from before it",
    });
  if (state === "edited")
    throw new Failure("SCHEMA_EDITED", "a migration that the database has was edited afterwards", {
      hint: "restore the file in migrations/ as it was and add a new one",
    });
}

async function takeLock(client: pg.Client, log: Log): Promise<void> {
  const started = Date.now();
  for (let toldAt = started; ;) {
    const { rows } = await client.query<{ readonly taken: boolean }>(
      "select pg_try_advisory_lock($1) as taken",
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) return;
    if (Date.now() - started > LOCK_LIMIT_MS)
      throw new Failure(
        "MIGRATION_LOCK",
        `another process has been migrating for ${LOCK_LIMIT_MS / 1000} s`,
        {
          hint: "look at its log; the lock goes with its connection",
        },
      );
    if (Date.now() - toldAt >= HOLDER_LOG_MS) {
      toldAt = Date.now();
      log.info({ holder: await lockHolder(client) }, "migrations: waiting for another process");
    }
    await sleep(LOCK_POLL_MS);
  }
}

async function lockHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ readonly holder: string }>(
    `select a.application_name || ' (pid ' || a.pid || ')' as holder from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
    [LOCK_KEY],
  );
  return rows[0]?.holder ?? "unknown";
}
