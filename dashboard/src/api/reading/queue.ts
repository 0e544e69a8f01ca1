import { sql, type SQL } from "drizzle-orm";
import { messageOf } from "../../base/failure.ts";
import type { Db } from "../../database/database.ts";
import type { SampleQueue } from "../../queue/queue.ts";
import type { Queue } from "../shapes/operating.ts";
import { readBatches } from "./batches.ts";

const WAITING_SHOWN = 20;
const DEAD_SHOWN = 100;
const OPEN_BATCHES_SHOWN = 50;

/** The whole state of the work, for one view. */
export async function readQueue(db: Db, queue: SampleQueue): Promise<Queue> {
  const [transport, counts, workers, running, waiting, dead, batches] = await Promise.all([
    askTransport(queue),
    readCounts(db),
    readWorkers(db),
    readSamples(db, sql`s.state = 'running'`, sql`s.started_at`, WAITING_SHOWN),
    readSamples(
      db,
      sql`s.state = 'queued'`,
      sql`s.not_before nulls first, s.priority, m.created_at, s.position`,
      WAITING_SHOWN,
    ),
    readSamples(db, sql`s.state = 'dead'`, sql`s.finished_at desc`, DEAD_SHOWN),
    readBatches(db, { onlyOpen: true, limit: OPEN_BATCHES_SHOWN }),
  ]);
  return {
    transport,
    counts,
    workers: [...workers],
    running: running.map((row) => ({
      ...describe(row),
      startedAt: iso(row.startedAt),
      leaseUntil: iso(row.leaseUntil),
    })),
    waiting: waiting.map((row) => ({
      ...describe(row),
      notBefore: row.notBefore === null ? null : iso(row.notBefore),
    })),
    dead: dead.map((row) => ({
      ...describe(row),
      at: iso(row.finishedAt),
      code: row.code,
      message: row.message,
    })),
    batches: [...batches],
  };
}

async function askTransport(queue: SampleQueue): Promise<Queue["transport"]> {
  try {
    await queue.ping();
    return { kind: queue.kind, ok: true, message: null };
  } catch (error) {
    return {
      kind: queue.kind,
      ok: false,
      message: `The queue does not answer (${messageOf(error)}). What is asked for waits in the database.`,
    };
  }
}

async function readCounts(db: Db): Promise<Queue["counts"]> {
  const { rows } = await db.execute<Queue["counts"] & Record<string, unknown>>(sql`
    select
      (select count(*)::int from samples where state = 'queued') as queued,
      (select count(*)::int from samples where state = 'running') as running,
      (select count(*)::int from samples where state = 'queued' and attempt > 1) as retrying,
      (select count(*)::int from samples where state = 'dead') as dead,
      (select count(*)::int from samples where state = 'done' and finished_at > now() - interval '1 day') as "doneToday"`);
  return rows[0] ?? { queued: 0, running: 0, retrying: 0, dead: 0, doneToday: 0 };
}

interface SampleRow extends Record<string, unknown> {
  readonly id: string;
  readonly measurementId: string;
  readonly batchId: string;
  readonly site: string;
  readonly page: string;
  readonly profile: "mobile" | "desktop";
  readonly index: number;
  readonly attempt: number;
  readonly workerId: string | null;
  readonly startedAt: Date | null;
  readonly leaseUntil: Date | null;
  readonly notBefore: Date | null;
  readonly finishedAt: Date | null;
  readonly code: string | null;
  readonly message: string | null;
}

async function readSamples(db: Db, where: SQL, order: SQL, limit: number): Promise<readonly SampleRow[]> {
  const { rows } = await db.execute<SampleRow>(sql`
    select s.id, m.id as "measurementId", m.batch_id as "batchId", si.name as site, p.label as page, m.profile,
      s.index, s.attempt, s.worker_id as "workerId", s.started_at as "startedAt", s.lease_until as "leaseUntil",
      s.not_before as "notBefore", s.finished_at as "finishedAt", s.failure_code as code, s.failure_message as message
    from samples s
    join measurements m on m.id = s.measurement_id
    join pages p on p.id = m.page_id
    join sites si on si.id = p.site_id
    where ${where} order by ${order} limit ${limit}`);
  return rows;
}

function describe({ id, measurementId, batchId, site, page, profile, index, attempt }: SampleRow) {
  return { id, measurementId, batchId, site, page, profile, index, attempt };
}

async function readWorkers(db: Db): Promise<Queue["workers"]> {
  const { rows } = await db.execute(sql`
    select id, host_id as host, stopped_at is null and heartbeat_at > now() - interval '1 minute' as alive,
      started_at as "startedAt", heartbeat_at as "heartbeatAt", cores, lanes, chromium_version as "chromiumVersion",
      sample_id as "sampleId"
    from workers order by alive desc, heartbeat_at desc limit 20`);
  const busy = rows.flatMap(({ sampleId }) => (sampleId === null ? [] : (sampleId as string)));
  const running =
    busy.length === 0
      ? []
      : await readSamples(
          db,
          sql`s.id = any(${sql.param(busy)}::uuid[]) and s.state = 'running'`,
          sql`s.id`,
          busy.length,
        );
  const bySample = new Map(running.map((row) => [row.id, describe(row)]));
  return rows.map(({ sampleId, startedAt, heartbeatAt, ...row }) => ({
    ...(row as Omit<Queue["workers"][number], "startedAt" | "heartbeatAt" | "sample">),
    startedAt: iso(startedAt as Date),
    heartbeatAt: iso(heartbeatAt as Date),
    sample: bySample.get(sampleId as string) ?? null,
  }));
}

function iso(at: Date | null): string {
  return new Date(at ?? 0).toISOString();
}
