import type pg from "pg";
import type { Table } from "./catalogue.ts";
import type { RowDigest } from "./source.ts";
import { digestRecordsSql, readDigestsSql } from "./table-sql.ts";

const READ_AT_ONCE = 10_000;

/** Every row of a stored table, in the order of its key. */
export async function* readDigests(
  client: pg.Client,
  table: Table,
  stamped: ReadonlySet<string>,
): AsyncGenerator<RowDigest> {
  for (let after: readonly string[] | null = null; ;) {
    const sql = readDigestsSql(table, stamped, { first: after === null });
    const { rows }: pg.QueryResult<RowDigest> = await client.query<RowDigest>(sql, [
      ...(after ?? []),
      READ_AT_ONCE,
    ]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < READ_AT_ONCE) return;
    after = last.key;
  }
}

/** Records that are not stored, as the server would print them if they were; in no order. */
export async function digestRecords(
  client: pg.Client,
  table: Table,
  stamped: ReadonlySet<string>,
  records: readonly string[],
): Promise<readonly RowDigest[]> {
  const { rows } = await client.query<RowDigest>(digestRecordsSql(table, stamped), [records]);
  return rows;
}

/** Orders keys as the server does: numbers by size, everything else by its bytes. */
export function keyOrder({ key }: Table): (a: RowDigest, b: RowDigest) => number {
  const numeric = key.map(({ type }) => type === "integer" || type === "bigint");
  return (a, b) => {
    for (const [place, isNumber] of numeric.entries()) {
      const order = isNumber
        ? Number(a.key[place]) - Number(b.key[place])
        : Buffer.compare(Buffer.from(a.key[place] ?? ""), Buffer.from(b.key[place] ?? ""));
      if (order !== 0) return order;
    }
    return 0;
  };
}
