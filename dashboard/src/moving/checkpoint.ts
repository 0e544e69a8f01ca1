import type pg from "pg";
import type { Fault, Position, RewrittenId } from "./source.ts";

/** How far a copy has come, in a schema of its own on the target. */
const schemaSql = `
  create schema if not exists moving;
  create table if not exists moving.copy (
    fingerprint text primary key, source text not null, started_at timestamptz not null default now());
  create table if not exists moving.marks (
    table_name text primary key, position jsonb, rows bigint not null, quarantined bigint not null, done boolean not null);
  create table if not exists moving.ids (
    kind text, old_id text, new_id uuid not null, primary key (kind, old_id));
  create table if not exists moving.quarantine (
    table_name text, row_key text, reason text not null, row jsonb not null, primary key (table_name, row_key));`;

const INSERT_AT_ONCE = 1000;

export interface UnfinishedCopy {
  readonly fingerprint: string;
  readonly source: string;
}

export interface Mark {
  readonly position: Position | null;
  readonly rows: number;
  readonly quarantined: number;
  readonly done: boolean;
}

/** The copy that the target holds a part of, or null. */
export async function findUnfinishedCopy(client: pg.Client): Promise<UnfinishedCopy | null> {
  if (!(await exists(client, "moving.copy"))) return null;
  const { rows } = await client.query<UnfinishedCopy>("select fingerprint, source from moving.copy");
  return rows[0] ?? null;
}

/** In a transaction of the caller's. */
export async function beginCopy(client: pg.Client, { fingerprint, source }: UnfinishedCopy): Promise<void> {
  await client.query(schemaSql);
  await client.query("insert into moving.copy (fingerprint, source) values ($1, $2)", [fingerprint, source]);
}

/** Keeps which ids had to be replaced and, as JSON, the rows that no table can take. Doing so again changes nothing. */
export async function keepAside(
  client: pg.Client,
  rewrittenIds: readonly RewrittenId[],
  faults: readonly Fault[],
): Promise<void> {
  for (const some of slices(rewrittenIds))
    await client.query(
      "insert into moving.ids select * from unnest($1::text[], $2::text[], $3::uuid[]) on conflict do nothing",
      [some.map(({ kind }) => kind), some.map(({ oldId }) => oldId), some.map(({ newId }) => newId)],
    );
  for (const some of slices(faults.filter(({ row }) => row !== null)))
    await client.query(
      `insert into moving.quarantine select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])
       on conflict do nothing`,
      [
        some.map(({ table }) => table),
        some.map(({ key }) => JSON.stringify(key)),
        some.map(({ reason }) => reason),
        // PostgreSQL stores no NUL characters.
        some.map(({ row }) => JSON.stringify(row).replaceAll("\\u0000", "")),
      ],
    );
}

export async function readMark(client: pg.Client, table: string): Promise<Mark> {
  const { rows } = await client.query<Mark>(
    `select position, rows::float8 as rows, quarantined::float8 as quarantined, done from moving.marks
     where table_name = $1`,
    [table],
  );
  return rows[0] ?? { position: null, rows: 0, quarantined: 0, done: false };
}

/** In the transaction that writes what it stands for. */
export async function saveMark(client: pg.Client, table: string, mark: Mark): Promise<void> {
  await client.query(
    `insert into moving.marks values ($1, $2, $3, $4, $5)
     on conflict (table_name) do update set position = excluded.position, rows = excluded.rows,
       quarantined = excluded.quarantined, done = excluded.done`,
    [table, JSON.stringify(mark.position), mark.rows, mark.quarantined, mark.done],
  );
}

/** By table, the keys of the rows that were set aside, as JSON. */
export async function readQuarantine(client: pg.Client): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (!(await exists(client, "moving.quarantine"))) return new Map();
  const { rows } = await client.query<{ readonly table: string; readonly keys: readonly string[] }>(
    "select table_name as table, array_agg(row_key) as keys from moving.quarantine group by table_name",
  );
  return new Map(rows.map(({ table, keys }) => [table, new Set(keys.map(canonicalKey))]));
}

/** Forgets the copy. A quarantine that holds anything stays, with the ids that make it readable; then it answers true. */
export async function endCopy(client: pg.Client): Promise<{ readonly keptQuarantine: boolean }> {
  const { rows } = await client.query("select from moving.quarantine limit 1");
  const keptQuarantine = rows.length > 0;
  await client.query(keptQuarantine ? "drop table moving.copy, moving.marks" : "drop schema moving cascade");
  return { keptQuarantine };
}

/** One spelling of a key, whoever wrote the JSON. */
export function canonicalKey(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ readonly there: boolean }>(
    "select to_regclass($1) is not null as there",
    [table],
  );
  return rows[0]?.there === true;
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += INSERT_AT_ONCE)
    yield items.slice(start, start + INSERT_AT_ONCE);
}
