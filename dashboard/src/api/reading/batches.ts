import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Batch } from "../shapes/measuring.ts";

interface BatchRow extends Record<string, unknown> {
  readonly id: string;
  readonly trigger: Batch["trigger"];
  readonly state: Batch["state"];
  readonly subject: string;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly pageLabel: string | null;
  readonly requestedBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly queued: number;
  readonly failed: number;
  readonly ahead: number;
}

export interface BatchFilter {
  readonly ids?: readonly string[];
  readonly onlyOpen?: boolean;
  readonly limit: number;
}

/** Batches, newest first, with how far they are. */
export async function readBatches(db: Db, filter: BatchFilter): Promise<readonly Batch[]> {
  const { rows } = await db.execute<BatchRow>(selectBatches(filter));
  const perSample = rows.some(({ state }) => state === "open") ? await readSampleMs(db) : null;
  return rows.map((row) => describe(row, perSample));
}

function selectBatches({ ids, onlyOpen, limit }: BatchFilter) {
  const chosen = ids === undefined ? sql`true` : sql`b.id = any(${sql.param([...ids])}::uuid[])`;
  const open = onlyOpen === true ? sql`b.state = 'open'` : sql`true`;
  return sql`
    with chosen as (select * from batches b where ${chosen} and ${open} order by created_at desc limit ${limit})
    select b.id, b.trigger, b.state, b.subject, b.site_id as "siteId", si.name as "siteName", u.name as "requestedBy",
      b.created_at as "createdAt", b.finished_at as "finishedAt", c.label as "pageLabel",
      coalesce(c.total, 0)::int as total, coalesce(c.done, 0)::int as done, coalesce(c.running, 0)::int as running,
      coalesce(c.queued, 0)::int as queued, coalesce(c.failed, 0)::int as failed,
      case when coalesce(c.queued, 0) = 0 then 0 else (
        select count(*) from samples o join measurements om on om.id = o.measurement_id
        where o.state = 'queued' and om.batch_id <> b.id
          and (o.priority, om.created_at) < (c.priority, b.created_at)
      )::int end as ahead
    from chosen b
    left join sites si on si.id = b.site_id
    left join users u on u.id = b.requested_by
    left join lateral (
      select count(*) as total,
        count(*) filter (where s.state = 'done') as done,
        count(*) filter (where s.state = 'running') as running,
        count(*) filter (where s.state = 'queued') as queued,
        count(*) filter (where s.state in ('failed', 'dead')) as failed,
        min(s.priority) as priority,
        min(p.label) as label
      from samples s join measurements m on m.id = s.measurement_id join pages p on p.id = m.page_id
      where m.batch_id = b.id
    ) c on true
    order by b.created_at desc`;
}

const PACE_SAMPLES = 200;

/** What one sample of the last week took from start to start, over all lanes; null without any. In ms. */
export async function readSampleMs(db: Db): Promise<number | null> {
  const { rows } = await db.execute<{ readonly ms: number | null; readonly lanes: number }>(sql`
    select (
      select percentile_cont(0.5) within group (order by duration_ms) from (
        select duration_ms from samples where state = 'done' and finished_at > now() - interval '7 days'
        order by finished_at desc limit ${PACE_SAMPLES}
      ) newest
    ) as ms, (
      select coalesce(sum(lanes), 0)::int from (
        select max(lanes) as lanes from workers where stopped_at is null and heartbeat_at > now() - interval '1 minute'
        group by host_id
      ) alive
    ) as lanes`);
  const [row] = rows;
  return row?.ms === null || row === undefined ? null : row.ms / Math.max(1, row.lanes);
}

function describe(row: BatchRow, perSampleMs: number | null): Batch {
  const { total, done, running, queued, failed, ahead } = row;
  const isOpen = row.state === "open";
  return {
    id: row.id,
    trigger: row.trigger,
    state: row.state,
    title: titleOf(row),
    siteId: row.siteId,
    requestedBy: row.requestedBy,
    createdAt: new Date(row.createdAt).toISOString(),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
    samples: { total, done, running, queued, failed },
    ahead,
    expectedMs:
      isOpen && perSampleMs !== null ? Math.round((queued + running / 2 + ahead) * perSampleMs) : null,
  };
}

function titleOf({ subject, siteName, pageLabel }: BatchRow): string {
  if (subject === "all") return "All sites";
  const site = siteName ?? "A site";
  if (subject.startsWith("site:")) return site;
  const page = `${site}: ${pageLabel ?? "a page"}`;
  return subject.startsWith("verification:") ? `${page}, once more` : page;
}
