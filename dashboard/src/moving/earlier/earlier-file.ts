import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Failure, messageOf } from "../../base/failure.ts";
import type { Fault } from "../source.ts";
import { textOf } from "./text.ts";

export type StoredRow = Readonly<Record<string, unknown>>;

/** A SQLite file of the earlier system, open for reading. Its columns are asked for by one name, however it spells them. */
export interface EarlierFile {
  readonly tables: readonly string[];
  count(table: string): number;
  /** Values that are there in a column, or null where the table has no such column. */
  countValues(table: string, column: string): number | null;
  /** All rows with these columns and their `rowid`; null where the table has no such column. */
  rows(table: string, columns: readonly string[]): Iterable<StoredRow>;
  /** Reads one row at a time by its `rowid`. */
  reader(table: string, columns: readonly string[]): (rowid: number) => StoredRow;
  /** A row with all its columns as they are. */
  whole(table: string, rowid: unknown): StoredRow;
  close(): void;
}

// The names that the first version used, before it moved to PostgreSQL.
const olderNames: Readonly<Record<string, string>> = {
  performance: "performanceScore",
  si: "speedIndex",
  pageSize: "bytesIn",
  pageLoadTime: "loadTime",
  monitoringEnabled: "isActive",
};

/** Throws a Failure when the file is none of the earlier system's. */
export function openEarlierFile(path: string): EarlierFile {
  if (!existsSync(path)) throw new Failure("SOURCE_MISSING", `there is no file ${path}`);
  const database = openReadOnly(path);
  try {
    // So that later changes by others do not show half way.
    database.exec("begin");
    const tables = readTables(database, path);
    for (const table of ["sites", "performance_metrics"])
      if (!tables.includes(table)) throw notOurs(path, `it has no table ${table}`);
    return makeFile(database, tables);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A row that has no place here, with all that the file says of it. */
export function faultOf(file: EarlierFile, table: string, { id, rowid }: StoredRow, reason: string): Fault {
  return { table, key: [textOf(id) ?? `rowid ${String(rowid)}`], reason, row: file.whole(table, rowid) };
}

/** A hash of everything in the file, and in the journal beside it. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for (const part of [path, `${path}-wal`])
    if (existsSync(part)) for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function openReadOnly(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true });
  } catch (cause) {
    throw new Failure("SOURCE_UNKNOWN", `${path} cannot be opened: ${messageOf(cause)}`, { cause });
  }
}

function makeFile(database: DatabaseSync, tables: readonly string[]): EarlierFile {
  const select = (table: string, columns: readonly string[]) => {
    const names = tables.includes(table) ? readColumns(database, table) : new Set<string>();
    const picked = columns.map((column) => `${spelling(names, column) ?? "null"} as "${column}"`);
    return `select rowid, ${picked.join(", ")} from "${table}"`;
  };
  const count = (sql: string) => Number(database.prepare(sql).get()?.["count"] ?? 0);
  return {
    tables,
    count: (table) => (tables.includes(table) ? count(`select count(*) as count from "${table}"`) : 0),
    countValues: (table, column) => {
      const name = tables.includes(table) ? spelling(readColumns(database, table), column) : null;
      return name === null ? null : count(`select count(${name}) as count from "${table}"`);
    },
    rows: (table, columns) =>
      tables.includes(table) ? database.prepare(select(table, columns)).iterate() : [],
    reader: (table, columns) => {
      const statement = tables.includes(table)
        ? database.prepare(`${select(table, columns)} where rowid = ?`)
        : null;
      return (rowid) => statement?.get(rowid) ?? {};
    },
    whole: (table, rowid) =>
      database.prepare(`select * from "${table}" where rowid = ?`).get(Number(rowid)) ?? {},
    close: () => database.close(),
  };
}

function readTables(database: DatabaseSync, path: string): readonly string[] {
  try {
    const sql =
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name";
    return database
      .prepare(sql)
      .all()
      .map(({ name }) => String(name));
  } catch (cause) {
    throw notOurs(path, messageOf(cause), cause);
  }
}

function readColumns(database: DatabaseSync, table: string): ReadonlySet<string> {
  return new Set(
    database
      .prepare(`pragma table_info("${table}")`)
      .all()
      .map(({ name }) => String(name)),
  );
}

/** Half of its names are in camelCase, half in snake_case. */
function spelling(names: ReadonlySet<string>, column: string): string | null {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const older = olderNames[column] ?? column;
  const found = [column, snake(column), older, snake(older)].find((name) => names.has(name));
  return found === undefined ? null : `"${found}"`;
}

function notOurs(path: string, why: string, cause?: unknown): Failure {
  return new Failure("SOURCE_UNKNOWN", `${path} is no database of the earlier dashboard: ${why}`, { cause });
}
