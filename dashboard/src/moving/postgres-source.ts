import type pg from "pg";
import { Failure } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { readSchemaState } from "../database/migrate.ts";
import { readCatalogue, type Catalogue, type Table } from "./catalogue.ts";
import { openConnection } from "./connection.ts";
import { readDigests } from "./digests.ts";
import type { Progress } from "./progress.ts";
import type { Batch, Fault, LeftBehind, Position, Source, SourcePlan } from "./source.ts";
import { countSql, orphansSql, quote, readSql, tablesWithOwnRows } from "./table-sql.ts";
import { amount } from "./words.ts";

const NOTHING_STAMPED: ReadonlySet<string> = new Set();
// Documents are up to some hundred kB each, so a batch of them is smaller.
const DOCUMENTS_SHARE = 20;

/** A dashboard's PostgreSQL, read in one snapshot that cannot write. */
export async function openPostgresSource(url: string, label: string, log: Log): Promise<Source> {
  const connection = await openConnection(url, log);
  const { client } = connection;
  try {
    requireCurrent(await readSchemaState(connection.database), label);
    await client.query("begin isolation level repeatable read read only");
    const catalogue = await readCatalogue(client);
    return {
      label,
      fingerprint: connection.identity,
      stamped: NOTHING_STAMPED,
      plan: (progress) => planOf(client, catalogue, progress),
      read: (table, after, limit) => read(client, table, after, limit),
      digests: (table) => readDigests(client, table, NOTHING_STAMPED),
      close: connection.close,
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function requireCurrent(state: string, label: string): void {
  if (state === "current") return;
  throw new Failure(
    "SOURCE_SCHEMA",
    `the source ${label} has not the schema of this version (it is ${state})`,
    {
      hint: "start this version of the dashboard on it once, or use the version that wrote it",
    },
  );
}

async function read(client: pg.Client, table: Table, after: Position | null, limit: number): Promise<Batch> {
  const rowLimit = table.columns.some(({ type }) => type === "bytea")
    ? Math.ceil(limit / DOCUMENTS_SHARE)
    : limit;
  const { rows } = await client.query<{ readonly record: string; readonly key: readonly string[] }>(
    readSql(table, { first: after === null }),
    [...(after ?? []), rowLimit],
  );
  return {
    records: rows.map(({ record }) => record),
    next: rows.length < rowLimit ? null : (rows.at(-1)?.key ?? null),
  };
}

async function planOf(client: pg.Client, catalogue: Catalogue, progress: Progress): Promise<SourcePlan> {
  const tables: SourcePlan["tables"][number][] = [];
  for (const { name } of catalogue.tables)
    tables.push({ table: name, rows: await count(client, countSql(name)) });
  return {
    tables,
    left: await readLeft(client),
    faults: await findOrphans(client, catalogue, progress),
    rewrittenIds: [],
    notices: await readNotices(client),
  };
}

async function readLeft(client: pg.Client): Promise<readonly LeftBehind[]> {
  const left: LeftBehind[] = [];
  for (const { table, why } of tablesWithOwnRows)
    left.push({ what: table, count: await count(client, countSql(table, true)), why });
  return left.filter((entry) => entry.count > 0);
}

async function findOrphans(
  client: pg.Client,
  { tables, references }: Catalogue,
  progress: Progress,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const shown = progress.start("plan", { total: references.length, done: 0, unit: "foreign keys" });
  for (const [place, reference] of references.entries()) {
    const key = tables.find(({ name }) => name === reference.table)?.key ?? [];
    const { rows } = await client.query<{ readonly key: readonly string[] }>(orphansSql(reference, key));
    const reason = `${reference.columns.join(", ")}: no such row in ${reference.parent}`;
    for (const row of rows) faults.push({ table: reference.table, key: row.key, reason, row: null });
    shown.advance(place + 1);
  }
  shown.end();
  return faults;
}

async function readNotices(client: pg.Client): Promise<readonly string[]> {
  const notices: string[] = [];
  const sealed = await count(
    client,
    `select (select count(*) from public.sites where headers_encrypted is not null)::int
      + (select count(*) from public.channels where secret_encrypted is not null)::int as count`,
  );
  if (sealed > 0)
    notices.push(
      `${amount(sealed, "secret")} copied as encrypted: give the target the ENCRYPTION_KEY of the source`,
    );
  const running = await countRunningWorkers(client);
  if (running > 0)
    notices.push(
      `the source has ${amount(running, "running worker")}: stop it, or its later changes stay behind`,
    );
  return notices;
}

/** Workers that gave a sign of life within the last minute. */
export function countRunningWorkers(client: pg.Client): Promise<number> {
  return count(
    client,
    `select count(*)::int as count from public.${quote("workers")}
     where stopped_at is null and heartbeat_at > now() - interval '1 minute'`,
  );
}

async function count(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query<{ readonly count: number }>(sql);
  return rows[0]?.count ?? 0;
}
