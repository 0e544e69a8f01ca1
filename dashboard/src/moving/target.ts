import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { Failure } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { migrateDatabase, readSchemaState, type SchemaState } from "../database/migrate.ts";
import { maskUrl } from "./address.ts";
import { readCatalogue, type Catalogue } from "./catalogue.ts";
import { beginCopy, findUnfinishedCopy } from "./checkpoint.ts";
import { openConnection } from "./connection.ts";
import type { Source } from "./source.ts";
import { countSql, mergedTables } from "./table-sql.ts";
import { amount } from "./words.ts";

/** "pdmv" in ASCII. */
const LOCK_KEY = 0x70646d76;
// A killed copy's last statement may still run on the server for a moment.
const LOCK_LIMIT_MS = 15_000;
const LOCK_POLL_MS = 250;

export interface Target {
  readonly label: string;
  readonly client: pg.Client;
  readonly catalogue: Catalogue;
  readonly identity: string;
  close(): Promise<void>;
}

/** What may happen to a target whose schema is older: it is brought up to date, accepted, or refused. */
export type OldSchema = "migrate" | "accept" | "refuse";

/** Throws a Failure when it cannot be reached or its schema is not fit. */
export async function openTarget(url: string, oldSchema: OldSchema, log: Log): Promise<Target> {
  const label = maskUrl(url);
  const connection = await openConnection(url, log);
  try {
    if (oldSchema === "migrate") await migrateDatabase(connection.database, log);
    else requireFit(await readSchemaState(connection.database), oldSchema, label);
    const catalogue = await readCatalogue(connection.client);
    return {
      label,
      client: connection.client,
      catalogue,
      identity: connection.identity,
      close: connection.close,
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Takes the target for one copy: a new one when it is empty, or the rest of an interrupted one of the same source. */
export async function takeTarget(target: Target, source: Source): Promise<void> {
  const { client } = target;
  await takeLock(client, target.label);
  // Again, since what was seen before the lock may have changed.
  if (await checkTarget(target, source)) return;
  await client.query("begin");
  await beginCopy(client, { fingerprint: source.fingerprint, source: source.label });
  await client.query("commit");
}

/** Whether it holds an unfinished copy of this source. Throws a Failure when it can take no copy. */
export async function checkTarget(
  { client, catalogue, label, identity }: Target,
  source: Source,
): Promise<boolean> {
  if (identity === source.fingerprint)
    throw new Failure("SAME_DATABASE", "--from and --to are the same database");
  const unfinished = await findUnfinishedCopy(client);
  if (unfinished?.fingerprint === source.fingerprint) return true;
  if (unfinished !== null)
    throw new Failure(
      "OTHER_COPY",
      `${label} holds an unfinished copy of another source: ${unfinished.source}`,
      {
        hint: "finish that one first, or give an empty database",
      },
    );
  for (const { name } of catalogue.tables) {
    if (mergedTables.has(name)) continue;
    const { rows } = await client.query<{ readonly count: number }>(countSql(name));
    const count = rows[0]?.count ?? 0;
    if (count > 0)
      throw new Failure("TARGET_NOT_EMPTY", `${label} is not empty: ${name} has ${amount(count, "row")}`, {
        hint: "give an empty database; whether a copy that had ended is whole says `verify`",
      });
  }
  return false;
}

function requireFit(state: SchemaState, oldSchema: OldSchema, label: string): void {
  if (state === "current" || (state === "behind" && oldSchema === "accept")) return;
  throw new Failure("TARGET_SCHEMA", `${label} has not the schema of this version (it is ${state})`, {
    hint:
      state === "behind" ? "copy brings it up to date" : "use the version of the dashboard that migrated it",
  });
}

/** Held until the connection ends, so that two copies never write at once. */
async function takeLock(client: pg.Client, label: string): Promise<void> {
  for (const started = Date.now(); ; await sleep(LOCK_POLL_MS)) {
    const { rows } = await client.query<{ readonly taken: boolean }>(
      "select pg_try_advisory_lock($1) as taken",
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) return;
    if (Date.now() - started > LOCK_LIMIT_MS)
      throw new Failure("TARGET_BUSY", `another copy is writing to ${label}`, {
        hint: "wait for it, or stop it",
      });
  }
}
