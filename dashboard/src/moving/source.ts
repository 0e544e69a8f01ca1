import type { Table } from "./catalogue.ts";
import type { Progress } from "./progress.ts";

/** Where data comes from: another PostgreSQL with the dashboard's schema, or a file of the earlier system. */
export interface Source {
  /** For people, without a password. */
  readonly label: string;
  /** Tells whether an unfinished copy was of this source. */
  readonly fingerprint: string;
  /** Columns as `table.column` that hold the moment of the import, and so cannot be compared. */
  readonly stamped: ReadonlySet<string>;
  plan(progress: Progress): Promise<SourcePlan>;
  /** At least one row and about `limit`, unless there is none left, starting after a position that it gave before. */
  read(table: Table, after: Position | null, limit: number): Promise<Batch>;
  /** Every row of a table by its key. `digestRecords` puts records into the target's canonical form. */
  digests(table: Table, digestRecords: DigestRecords): AsyncIterable<RowDigest>;
  close(): Promise<void>;
}

/** Kept as JSON in the checkpoint; what it means is the source's own business. */
export type Position = readonly string[];

export interface Batch {
  /** Each in PostgreSQL's text form of a record of the target's table, columns in the target's order. */
  readonly records: readonly string[];
  /** null: this was the last one. */
  readonly next: Position | null;
}

export interface RowDigest {
  /** The primary key's values as PostgreSQL writes them. */
  readonly key: readonly string[];
  /** SHA-256 of the canonical row, in hex. */
  readonly digest: string;
  /** The earliest and the latest of the row's moments, as PostgreSQL writes them in UTC; null: it has none. */
  readonly earliest: string | null;
  readonly latest: string | null;
}

export type DigestRecords = (records: readonly string[]) => Promise<readonly RowDigest[]>;

export interface SourcePlan {
  /** Rows that will stand in each table of the target. */
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  readonly left: readonly LeftBehind[];
  readonly faults: readonly Fault[];
  readonly rewrittenIds: readonly RewrittenId[];
  readonly notices: readonly string[];
}

/** What is not copied, on purpose. */
export interface LeftBehind {
  readonly what: string;
  readonly count: number;
  readonly why: string;
}

/** A row that cannot be copied: its parent is missing, or it cannot be read. */
export interface Fault {
  readonly table: string;
  readonly key: readonly string[];
  readonly reason: string;
  /** For the quarantine. null: the copy itself will find the row and set it aside. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

export interface RewrittenId {
  readonly kind: string;
  readonly oldId: string;
  readonly newId: string;
}
