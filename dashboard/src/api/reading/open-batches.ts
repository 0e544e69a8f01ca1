import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";

export interface Progress {
  readonly id: string;
  /** Samples that came to an end, however it was. */
  readonly done: number;
  readonly total: number;
}

export interface OpenBatches {
  /** Of each site the batch that was started first, and how far that is with this site. */
  readonly bySite: ReadonlyMap<string, Progress>;
  /** The one that measures all sites. */
  readonly allBatchId: string | null;
}

interface Row extends Progress, Record<string, unknown> {
  readonly siteId: string;
  readonly subject: string;
}

/** What is being measured now. */
export async function readOpenBatches(db: Db): Promise<OpenBatches> {
  const { rows } = await db.execute<Row>(sql`
    select p.site_id as "siteId", b.id, b.subject,
      count(*) filter (where s.state not in ('queued', 'running'))::int as done, count(*)::int as total
    from batches b
    join measurements m on m.batch_id = b.id
    join pages p on p.id = m.page_id
    join samples s on s.measurement_id = m.id
    where b.state = 'open'
    group by p.site_id, b.id
    order by b.created_at desc`);
  return {
    // Later entries win, so the oldest batch stays.
    bySite: new Map(rows.map(({ siteId, id, done, total }) => [siteId, { id, done, total }])),
    allBatchId: rows.find(({ subject }) => subject === "all")?.id ?? null,
  };
}
