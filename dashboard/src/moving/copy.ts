import pg from "pg";
import { Failure } from "../base/failure.ts";
import { readMark, saveMark, type Mark } from "./checkpoint.ts";
import type { Table } from "./catalogue.ts";
import type { Progress } from "./progress.ts";
import type { Batch, Source, SourcePlan } from "./source.ts";
import { insertSql, quarantineSql } from "./table-sql.ts";
import type { Target } from "./target.ts";

const KEYS_SHOWN = 20;

export interface CopyOptions {
  readonly batchRows: number;
  /** Rows that the target refuses are set aside; otherwise they end the copy. */
  readonly quarantine: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface CopiedTable {
  readonly table: string;
  /** Over all runs of this copy. */
  readonly rows: number;
  readonly quarantined: number;
}

export interface CopyOutcome {
  readonly tables: readonly CopiedTable[];
  /** It was asked to stop; the next run goes on after the last batch. */
  readonly stopped: boolean;
}

/** Copies what is missing, table by table, parents first. */
export async function copyTables(
  source: Source,
  target: Target,
  plan: SourcePlan,
  options: CopyOptions,
): Promise<CopyOutcome> {
  const tables: CopiedTable[] = [];
  for (const table of target.catalogue.tables) {
    const planned = plan.tables.find((entry) => entry.table === table.name)?.rows ?? 0;
    const mark = await copyTable(source, target.client, table, { ...options, planned });
    if (mark.rows > 0 || planned > 0)
      tables.push({ table: table.name, rows: mark.rows, quarantined: mark.quarantined });
    if (!mark.done) return { tables, stopped: true };
  }
  return { tables, stopped: false };
}

async function copyTable(
  source: Source,
  client: pg.Client,
  table: Table,
  { planned, ...options }: CopyOptions & { readonly planned: number },
): Promise<Mark> {
  let mark = await readMark(client, table.name);
  if (mark.done) return mark;
  const shown = options.progress.start(table.name, { total: planned, done: mark.rows + mark.quarantined });
  for await (const batch of readAhead(source, table, mark, options.batchRows)) {
    mark = await writeBatch(client, table, { batch, mark, quarantine: options.quarantine });
    shown.advance(mark.rows + mark.quarantined);
    if (options.signal.aborted) break;
  }
  if (mark.done && mark.rows > 0) await client.query(`analyze public.${table.name}`);
  shown.end();
  return mark;
}

/** Reads the next batch while the one before is written. */
async function* readAhead(
  source: Source,
  table: Table,
  { position }: Mark,
  limit: number,
): AsyncGenerator<Batch> {
  for (let pending: Promise<Batch> | null = source.read(table, position, limit); pending !== null;) {
    const batch: Batch = await pending;
    pending = batch.next === null ? null : source.read(table, batch.next, limit);
    // Whoever stops early does not wait for it.
    pending?.catch(() => undefined);
    yield batch;
  }
}

interface Writing {
  readonly batch: Batch;
  readonly mark: Mark;
  readonly quarantine: boolean;
}

/** One transaction: the rows and the mark that says they are there. */
async function writeBatch(
  client: pg.Client,
  table: Table,
  { batch, mark, quarantine }: Writing,
): Promise<Mark> {
  await client.query("begin");
  try {
    const refused = batch.records.length === 0 ? [] : await insert(client, table, batch.records);
    if (refused.length > 0 && !quarantine) throw refusal(table, refused);
    const after: Mark = {
      position: batch.next,
      rows: mark.rows + batch.records.length - refused.length,
      quarantined: mark.quarantined + refused.length,
      done: batch.next === null,
    };
    await saveMark(client, table.name, after);
    await client.query("commit");
    return after;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

interface Refused {
  readonly key: string;
  readonly reason: string;
}

/** All at once; when the server refuses that, one by one, and those that it refuses go to the quarantine. */
async function insert(
  client: pg.Client,
  table: Table,
  records: readonly string[],
): Promise<readonly Refused[]> {
  if ((await tryInsert(client, table, records)) === null) return [];
  const refused: Refused[] = [];
  for (const record of records) {
    const reason = await tryInsert(client, table, [record]);
    if (reason === null) continue;
    const { rows } = await client.query<{ readonly row_key: string }>(quarantineSql(table), [record, reason]);
    refused.push({ key: rows[0]?.row_key ?? "", reason });
  }
  return refused;
}

/** Why the server does not take the rows, or null when it did. */
async function tryInsert(
  client: pg.Client,
  table: Table,
  records: readonly string[],
): Promise<string | null> {
  await client.query("savepoint rows");
  try {
    await client.query(insertSql(table), [records]);
    await client.query("release savepoint rows");
    return null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await client.query("rollback to savepoint rows");
    return error.detail ?? error.message;
  }
}

/** A broken constraint or an impossible value; anything else is no fault of the row. */
function isRefusal(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? "");
}

function refusal(table: Table, refused: readonly Refused[]): Failure {
  const lines = refused.slice(0, KEYS_SHOWN).map(({ key, reason }) => `  ${key} ${reason}`);
  const more = refused.length > KEYS_SHOWN ? [`  and ${refused.length - KEYS_SHOWN} more`] : [];
  return new Failure(
    "ROWS_REFUSED",
    [`the target refuses rows of ${table.name}:`, ...lines, ...more].join("\n"),
    {
      hint: "mend them in the source, or give --quarantine to set them aside",
    },
  );
}
