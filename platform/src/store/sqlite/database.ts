import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { PlatformError } from "../../base/errors.ts";
import { migrations } from "./migrations.ts";

/** A SQLite file with prepared statements kept by their text, and one way to run a transaction. */
export interface Database {
  all(sql: string, ...values: SQLInputValue[]): readonly Record<string, unknown>[];
  one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined;
  run(sql: string, ...values: SQLInputValue[]): void;
  transaction(work: () => void): void;
  close(): void;
}

/**
 * Opens (and creates) the file in WAL mode with full sync: what a call has written survives a power loss.
 * @throws PlatformError `STORE_NEWER` if a later version of Ashore wrote the file
 */
export function openDatabase(file: string): Database {
  // SQLite gives its side files the rights of the file itself.
  if (file !== ":memory:") closeSync(openSync(file, "a", 0o600));
  const sqlite = new DatabaseSync(file);
  sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
  // What an app's user has deleted is not to be read from the file any more.
  sqlite.exec("PRAGMA secure_delete = ON;");
  migrate(sqlite);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql) ?? sqlite.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    all: (sql, ...values) => prepare(sql).all(...values),
    one: (sql, ...values) => prepare(sql).get(...values),
    run: (sql, ...values) => {
      prepare(sql).run(...values);
    },
    transaction: (work) => inTransaction(sqlite, work),
    close: () => sqlite.close(),
  };
}

function inTransaction(sqlite: DatabaseSync, work: () => void): void {
  sqlite.exec("BEGIN IMMEDIATE");
  try {
    work();
    sqlite.exec("COMMIT");
  } catch (error) {
    sqlite.exec("ROLLBACK");
    throw error;
  }
}

function migrate(sqlite: DatabaseSync): void {
  const row = sqlite.prepare("PRAGMA user_version").get();
  const done = Number(row?.["user_version"] ?? 0);
  if (done > migrations.length) {
    throw new PlatformError("STORE_NEWER", "The store was written by a newer version of Ashore", {
      hint: "Use that version, or another ASHORE_HOME",
    });
  }
  migrations.slice(done).forEach((sql, offset) => {
    inTransaction(sqlite, () => {
      sqlite.exec(sql);
      sqlite.exec(`PRAGMA user_version = ${done + offset + 1}`);
    });
  });
}
