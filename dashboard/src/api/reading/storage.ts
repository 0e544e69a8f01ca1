import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Storage } from "../shapes/operating.ts";

interface Row extends Record<string, unknown> {
  readonly databaseBytes: number;
  readonly reportBytes: number;
  /** Of everything that a sample adds to: itself, its tries, reports, measurement and batch, with their indexes. */
  readonly measuringBytes: number;
  readonly samples: number;
}

/** What the database takes on its disk. */
export async function readStorage(db: Db): Promise<Storage> {
  const { rows } = await db.execute<Row>(sql`
    select pg_database_size(current_database())::float8 as "databaseBytes",
      pg_total_relation_size('reports')::float8 as "reportBytes",
      (select sum(pg_total_relation_size(of_samples)) from unnest(array[
        'samples', 'attempts', 'reports', 'measurements', 'batches'
      ]::regclass[]) of_samples)::float8 as "measuringBytes",
      (select count(*) from samples)::int as samples`);
  const { databaseBytes, reportBytes, measuringBytes, samples } = rows[0] ?? nothing;
  return {
    databaseBytes,
    reportBytes,
    samples,
    bytesPerSample: samples === 0 ? null : measuringBytes / samples,
  };
}

const nothing: Row = { databaseBytes: 0, reportBytes: 0, measuringBytes: 0, samples: 0 };
