import type { Column, Reference, Table } from "./catalogue.ts";

/**
 * Rows that a dashboard makes of itself as soon as it starts: neither data to move nor a reason to refuse a target.
 * By table: the condition for those that do count.
 */
const ownRows: Readonly<Record<string, { readonly moved: string; readonly why: string }>> = {
  workers: { moved: "false", why: "they describe running processes; each worker enters itself" },
  sign_in_failures: { moved: "false", why: "they count for minutes only" },
  invitations: {
    moved: "not is_first",
    why: "the link for the first administrator belongs to one dashboard",
  },
};

export const tablesWithOwnRows: readonly { readonly table: string; readonly why: string }[] = Object.entries(
  ownRows,
).map(([table, { why }]) => ({ table, why }));

/** Tables whose rows on the target are replaced where the source has them too, and kept where it does not. */
export const mergedTables: ReadonlySet<string> = new Set(["settings"]);

/** A name as SQL wants it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Counts the rows that are data; with `own`, the others. */
export function countSql(table: string, own = false): string {
  return `select count(*)::int as count from public.${quote(table)} where ${own ? "not " : ""}(${moved(table)})`;
}

/** Records after a key, in the key's order. Parameters: the key's values unless `first`, then the limit. */
export function readSql(table: Table, { first }: { readonly first: boolean }): string {
  const record = `row(${table.columns.map(({ name }) => `t.${quote(name)}`).join(", ")})::text`;
  return `select ${record} as record, ${keyText(table)} as key ${fromAfter(table, first)}`;
}

/** Canonical digests after a key. Parameters as for `readSql`. */
export function readDigestsSql(
  table: Table,
  stamped: ReadonlySet<string>,
  { first }: { readonly first: boolean },
): string {
  return `select ${digestColumns(table, stamped)} ${fromAfter(table, first)}`;
}

/** Canonical digests of records that need not be stored. Parameter: the records. */
export function digestRecordsSql(table: Table, stamped: ReadonlySet<string>): string {
  return `select ${digestColumns(table, stamped)} from unnest($1::public.${quote(table.name)}[]) t`;
}

/** Parameter: the records. */
export function insertSql(table: Table): string {
  const columns = table.columns.map(({ name }) => quote(name)).join(", ");
  const insert = `insert into public.${quote(table.name)} (${columns})
    select ${columns} from unnest($1::public.${quote(table.name)}[])`;
  if (!mergedTables.has(table.name)) return insert;
  const key = new Set(table.key.map(({ name }) => name));
  const values = table.columns.filter(({ name }) => !key.has(name)).map(({ name }) => quote(name));
  return `${insert} on conflict (${[...key].map(quote).join(", ")}) do update set
    ${values.map((name) => `${name} = excluded.${name}`).join(", ")}`;
}

/** Sets one record aside. Parameters: the record, the reason. */
export function quarantineSql(table: Table): string {
  return `insert into moving.quarantine (table_name, row_key, reason, row)
    select '${table.name}', to_jsonb(${keyText(table)})::text, $2, to_jsonb(t)
    from unnest(array[$1]::public.${quote(table.name)}[]) t
    on conflict do nothing returning row_key`;
}

/** Rows whose parent is not there, as `key`. */
export function orphansSql(reference: Reference, key: readonly Column[]): string {
  const pairs = reference.columns.map((name, place) => [
    `t.${quote(name)}`,
    `p.${quote(reference.parentColumns[place] ?? "")}`,
  ]);
  const given = pairs.map(([own]) => `${own} is not null`).join(" and ");
  const same = pairs.map(([own, parent]) => `${own} = ${parent}`).join(" and ");
  return `select ${keyText({ key })} as key from public.${quote(reference.table)} t
    where ${given} and (${moved(reference.table)})
      and not exists (select from public.${quote(reference.parent)} p where ${same})`;
}

function moved(table: string): string {
  return ownRows[table]?.moved ?? "true";
}

function keyText({ key }: Pick<Table, "key">): string {
  return `array[${key.map(({ name }) => `t.${quote(name)}::text`).join(", ")}]`;
}

// Two databases may sort text differently, so the order is fixed to the bytes'.
function fromAfter(table: Table, first: boolean): string {
  const order = table.key.map(({ name, type }) => `t.${quote(name)}${type === "text" ? ' collate "C"' : ""}`);
  const values = table.key.map(({ type }, place) => `$${place + 1}::${type}`);
  const after = first ? "" : ` and (${order.join(", ")}) > (${values.join(", ")})`;
  const limit = first ? "$1" : `$${table.key.length + 1}`;
  return `from public.${quote(table.name)} t where (${moved(table.name)})${after}
    order by ${order.join(", ")} limit ${limit}`;
}

function digestColumns(table: Table, stamped: ReadonlySet<string>): string {
  const compared = table.columns.filter(({ name }) => !stamped.has(`${table.name}.${name}`));
  const row = compared.map(({ name, type }) =>
    type === "bytea" ? `sha256(t.${quote(name)})` : `t.${quote(name)}`,
  );
  const moments = compared
    .filter(({ type }) => type === "timestamp with time zone")
    .map(({ name }) => `t.${quote(name)}`)
    .join(", ");
  const outermost = (choose: string) => (moments === "" ? "null" : `${choose}(${moments})::text`);
  return `${keyText(table)} as key, encode(sha256(convert_to(row(${row.join(", ")})::text, 'UTF8')), 'hex') as digest,
    ${outermost("least")} as earliest, ${outermost("greatest")} as latest`;
}
