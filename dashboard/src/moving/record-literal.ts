import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Column } from "./catalogue.ts";

/** A row by the names that code has for its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Makes what writes rows of a table as records with the target's columns in the target's order. */
export function createRecordWriter(own: PgTable, columns: readonly Column[]): (row: Row) => string {
  const byName = new Map(
    Object.entries(getTableColumns(own)).map(([key, column]) => [column.name, { key, column }]),
  );
  const fields = columns.flatMap(({ name }) => byName.get(name) ?? []);
  return (row) =>
    recordLiteral(
      fields.map(({ key, column }) => {
        const value = row[key];
        return value === null || value === undefined ? null : column.mapToDriverValue(value);
      }),
    );
}

/** https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX: nothing is null, everything else quoted. */
export function recordLiteral(values: readonly unknown[]): string {
  const fields = values.map((value) =>
    value === null
      ? ""
      : `"${String(value as string | number | boolean).replaceAll(/["\\]/g, (mark) => mark + mark)}"`,
  );
  return `(${fields.join(",")})`;
}
