import { basename } from "node:path";
import type { PgTable } from "drizzle-orm/pg-core";
import * as schema from "../../database/schema/index.ts";
import type { Table } from "../catalogue.ts";
import { keyOrder } from "../digests.ts";
import { createRecordWriter, type Row } from "../record-literal.ts";
import type { Batch, DigestRecords, Position, RowDigest, Source } from "../source.ts";
import { arrange, type Arrangement } from "./arrangement.ts";
import { hashFile, openEarlierFile } from "./earlier-file.ts";
import { createIds } from "./ids.ts";
import { createMeasurementReader, type MeasurementReader } from "./measurement-reader.ts";
import { planImport } from "./plan-import.ts";

const DIGEST_AT_ONCE = 2_000;
const stamped: ReadonlySet<string> = new Set(["users.disabled_at", "schedules.watched_from"]);

/** What one table of the target gets, in units that each make some rows of it. */
interface Feed {
  readonly table: PgTable;
  readonly units: number;
  rows(unit: number): readonly Row[];
}

/** A SQLite file of the earlier system. What belongs where is held in memory; the values are read as they are needed. */
export async function openEarlierSource(path: string, importedAt: Date): Promise<Source> {
  const file = openEarlierFile(path);
  try {
    const fingerprint = `earlier ${await hashFile(path)}`;
    const ids = createIds();
    const arrangement = arrange(file, ids, importedAt);
    const readMeasurement = createMeasurementReader(file, ids);
    const feeds = feedsOf(arrangement, readMeasurement, importedAt);
    return {
      label: `sqlite:${basename(path)}`,
      fingerprint,
      stamped,
      plan: (progress) => Promise.resolve(planImport(file, { arrangement, readMeasurement, ids, progress })),
      read: (table, after, limit) =>
        Promise.resolve(readFeed(feeds.get(table.name), table, { after, limit })),
      digests: (table, digestRecords) => digestFeed(feeds.get(table.name), table, digestRecords),
      close: () => Promise.resolve(file.close()),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function feedsOf(
  arrangement: Arrangement,
  read: MeasurementReader,
  importedAt: Date,
): ReadonlyMap<string, Feed> {
  const { users, sites, pages, batches, groups } = arrangement;
  const siteRows = sites.map(({ row }) => row);
  const schedules = sites.map(({ row, cron }) => scheduleOf(row, cron, importedAt));
  return new Map([
    ["users", feedOf(schema.users, users, (user) => [user])],
    ["sites", feedOf(schema.sites, siteRows, (site) => [site])],
    ["pages", feedOf(schema.pages, pages, (page) => [page])],
    ["schedules", feedOf(schema.schedules, schedules, (schedule) => [schedule])],
    ["batches", feedOf(schema.batches, batches, (batch) => [batch])],
    ["measurements", feedOf(schema.measurements, groups, (group) => [read(group).measurement])],
    ["samples", feedOf(schema.samples, groups, (group) => read(group).samples)],
  ]);
}

function feedOf<Unit, Own extends PgTable>(
  table: Own,
  units: readonly Unit[],
  rowsOf: (unit: Unit) => readonly Own["$inferSelect"][],
): Feed {
  return { table, units: units.length, rows: (unit) => units.slice(unit, unit + 1).flatMap(rowsOf) };
}

function scheduleOf(
  site: typeof schema.sites.$inferSelect,
  cron: string,
  importedAt: Date,
): typeof schema.schedules.$inferSelect {
  return {
    // A site has one, so their ids may be equal.
    id: site.id,
    siteId: site.id,
    cron,
    timeZone: "UTC",
    enabled: site.enabled,
    createdAt: site.createdAt,
    // Nothing that was due before is to be made up for.
    watchedFrom: importedAt,
  };
}

interface Slice {
  readonly after: Position | null;
  readonly limit: number;
}

function readFeed(feed: Feed | undefined, table: Table, { after, limit }: Slice): Batch {
  if (feed === undefined) return { records: [], next: null };
  const write = createRecordWriter(feed.table, table.columns);
  const records: string[] = [];
  let unit = Number(after?.[0] ?? 0);
  for (; unit < feed.units && records.length < limit; unit += 1) records.push(...feed.rows(unit).map(write));
  return { records, next: unit < feed.units ? [String(unit)] : null };
}

/** The file knows nothing of the order that new ids have, so it is made in memory. */
async function* digestFeed(
  feed: Feed | undefined,
  table: Table,
  digestRecords: DigestRecords,
): AsyncGenerator<RowDigest> {
  const digests: RowDigest[] = [];
  for (let after: Position | null = null; ;) {
    const batch: Batch = readFeed(feed, table, { after, limit: DIGEST_AT_ONCE });
    for (const digest of await digestRecords(batch.records)) digests.push(digest);
    if (batch.next === null) break;
    after = batch.next;
  }
  yield* digests.sort(keyOrder(table));
}
