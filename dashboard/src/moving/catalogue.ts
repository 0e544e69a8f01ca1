import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";
import { Failure } from "../base/failure.ts";
import * as schema from "../database/schema/index.ts";

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it, e.g. `timestamp with time zone`. */
  readonly type: string;
}

export interface Table {
  readonly name: string;
  /** In the order they have in a record of this table. */
  readonly columns: readonly Column[];
  /** The primary key's, in its order. */
  readonly key: readonly Column[];
}

export interface Reference {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

/** The dashboard's tables as a database has them. */
export interface Catalogue {
  /** Parents before their children. */
  readonly tables: readonly Table[];
  readonly references: readonly Reference[];
}

// Anything else in the database, e.g. the queue's own tables, is not ours to move.
const ourTables = Object.values(schema)
  .filter((entry) => is(entry, PgTable))
  .map((table) => getTableConfig(table).name);

/** Reads the dashboard's tables from the database's own catalogue. */
export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const references = await readReferences(client);
  const tables = await readTables(client);
  const order = orderByReference([...tables.keys()], references);
  return { tables: order.flatMap((name) => tables.get(name) ?? []), references };
}

/** Sorts tables so that each comes after those it refers to; equal ones by name. Throws a Failure on a circle. */
export function orderByReference(
  names: readonly string[],
  references: readonly Pick<Reference, "table" | "parent">[],
): readonly string[] {
  const waiting = new Set([...names].sort());
  const ordered: string[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      (name) => !references.some(({ table, parent }) => table === name && waiting.has(parent)),
    );
    if (free.length === 0)
      throw new Failure(
        "CIRCLE_OF_KEYS",
        `these tables refer to each other in a circle: ${[...waiting].join(", ")}`,
      );
    for (const name of free) waiting.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

async function readTables(client: pg.Client): Promise<ReadonlyMap<string, Table>> {
  const { rows } = await client.query<Column & { readonly table: string; readonly place: number | null }>(
    `select c.relname::text as table, a.attname::text as name, format_type(a.atttypid, null) as type,
       array_position(i.indkey::int2[], a.attnum) as place
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname = any($1)
       and a.attnum > 0 and not a.attisdropped
     order by c.relname, a.attnum`,
    [ourTables],
  );
  const byTable = Map.groupBy(rows, (row) => row.table);
  return new Map(
    [...byTable].map(([name, columns]) => {
      const key = columns
        .filter(({ place }) => place !== null)
        .sort((a, b) => Number(a.place) - Number(b.place));
      return [name, { name, columns: columns.map(toColumn), key: key.map(toColumn) }];
    }),
  );
}

function toColumn({ name, type }: Column): Column {
  return { name, type };
}

async function readReferences(client: pg.Client): Promise<readonly Reference[]> {
  const columnNames = (relation: string, numbers: string) => `array(
    select a.attname::text from unnest(${numbers}) with ordinality as k(number, place)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number order by k.place)`;
  const { rows } = await client.query<{ -readonly [Part in keyof Reference]: Reference[Part] }>(
    `select f.conname::text as name, c.relname::text as table, p.relname::text as parent,
       ${columnNames("f.conrelid", "f.conkey")} as columns, ${columnNames("f.confrelid", "f.confkey")} as "parentColumns"
     from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
     where f.contype = 'f' and c.relnamespace = 'public'::regnamespace and c.relname = any($1)
     order by f.conname`,
    [ourTables],
  );
  return rows;
}
