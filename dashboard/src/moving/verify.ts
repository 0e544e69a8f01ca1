import { createHash } from "node:crypto";
import type { Table } from "./catalogue.ts";
import { canonicalKey, readQuarantine } from "./checkpoint.ts";
import { digestRecords, keyOrder, readDigests } from "./digests.ts";
import type { Progress } from "./progress.ts";
import type { RowDigest, Source, SourcePlan } from "./source.ts";
import { mergedTables, orphansSql } from "./table-sql.ts";
import type { Target } from "./target.ts";

const DIFFERENCES_SHOWN = 5;

export interface Side {
  readonly rows: number;
  /** SHA-256 over the canonical rows, sorted by their key. */
  readonly hash: string;
  readonly earliest: string | null;
  readonly latest: string | null;
}

export interface Difference {
  readonly key: readonly string[];
  readonly kind: "missing" | "extra" | "different";
}

export interface ComparedTable {
  readonly table: string;
  readonly source: Side;
  readonly target: Side;
  readonly quarantined: number;
  readonly differences: number;
  /** The first few. */
  readonly shown: readonly Difference[];
}

export interface CheckedReference {
  readonly reference: string;
  readonly orphans: number;
}

export interface Verification {
  readonly equal: boolean;
  readonly tables: readonly ComparedTable[];
  readonly references: readonly CheckedReference[];
}

export interface VerifyOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Compares every row on both sides, and looks for orphans on the target. null: it was asked to stop. */
export async function verifyCopy(
  source: Source,
  target: Target,
  plan: SourcePlan,
  { progress, signal }: VerifyOptions,
): Promise<Verification | null> {
  const { client, catalogue } = target;
  const quarantine = await readQuarantine(client);
  const tables: ComparedTable[] = [];
  for (const table of catalogue.tables) {
    const expected = source.digests(table, (records) =>
      digestRecords(client, table, source.stamped, records),
    );
    const total = plan.tables.find((entry) => entry.table === table.name)?.rows ?? 0;
    const shown = progress.start(`verify ${table.name}`, { total, done: 0 });
    const found = readDigests(client, table, source.stamped);
    const allowances = { quarantined: quarantine.get(table.name), advance: shown.advance, signal };
    tables.push(await compare(table, expected, found, allowances));
    shown.end();
    if (signal.aborted) return null;
  }
  const references = await checkReferences(target);
  const equal =
    tables.every((table) => table.differences === 0) && references.every(({ orphans }) => orphans === 0);
  return { equal, tables, references };
}

interface Allowances {
  readonly quarantined: ReadonlySet<string> | undefined;
  readonly signal: AbortSignal;
  advance(rows: number): void;
}

/** Walks both sides in the order of the key. */
async function compare(
  table: Table,
  expected: AsyncIterable<RowDigest>,
  found: AsyncIterable<RowDigest>,
  { quarantined: setAside = new Set(), advance, signal }: Allowances,
): Promise<ComparedTable> {
  const [source, target] = [createSide(), createSide()];
  const differences = createDifferences();
  let quarantined = 0;
  for await (const [wanted, there] of pair(expected, found, keyOrder(table))) {
    if (wanted !== null && there === null && setAside.has(canonicalKey(JSON.stringify(wanted.key))))
      quarantined += 1;
    else if (wanted !== null || !mergedTables.has(table.name)) {
      if (wanted !== null) source.add(wanted);
      if (there !== null) target.add(there);
      differences.note(wanted, there);
    }
    advance(source.rows());
    if (signal.aborted) break;
  }
  return { table: table.name, source: source.end(), target: target.end(), quarantined, ...differences.end() };
}

/** Rows of two sorted sides that have the same key, or null where a side has none. */
async function* pair(
  left: AsyncIterable<RowDigest>,
  right: AsyncIterable<RowDigest>,
  order: (a: RowDigest, b: RowDigest) => number,
): AsyncGenerator<readonly [RowDigest | null, RowDigest | null]> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  let [a, b] = await Promise.all([lefts.next(), rights.next()]);
  while (a.done !== true || b.done !== true) {
    const by = a.done === true ? 1 : b.done === true ? -1 : order(a.value, b.value);
    yield [by <= 0 ? (a.value as RowDigest) : null, by >= 0 ? (b.value as RowDigest) : null];
    if (by <= 0) a = await lefts.next();
    if (by >= 0) b = await rights.next();
  }
}

function createSide() {
  const hash = createHash("sha256");
  let rows = 0;
  let earliest: string | null = null;
  let latest: string | null = null;
  return {
    rows: () => rows,
    add: (row: RowDigest) => {
      rows += 1;
      hash.update(row.digest);
      // In UTC and the same form, the text sorts as the moments do.
      if (row.earliest !== null && (earliest === null || row.earliest < earliest)) earliest = row.earliest;
      if (row.latest !== null && (latest === null || row.latest > latest)) latest = row.latest;
    },
    end: (): Side => ({ rows, hash: hash.digest("hex"), earliest, latest }),
  };
}

function createDifferences() {
  let differences = 0;
  const shown: Difference[] = [];
  return {
    note: (wanted: RowDigest | null, there: RowDigest | null) => {
      if (wanted?.digest === there?.digest) return;
      differences += 1;
      const kind = there === null ? "missing" : wanted === null ? "extra" : "different";
      if (shown.length < DIFFERENCES_SHOWN) shown.push({ key: (wanted ?? there)?.key ?? [], kind });
    },
    end: () => ({ differences, shown }),
  };
}

async function checkReferences({ client, catalogue }: Target): Promise<readonly CheckedReference[]> {
  const checked: CheckedReference[] = [];
  for (const reference of catalogue.references) {
    const key = catalogue.tables.find(({ name }) => name === reference.table)?.key ?? [];
    const { rows } = await client.query(orphansSql(reference, key));
    checked.push({ reference: reference.name, orphans: rows.length });
  }
  return checked;
}
