import { and, eq, inArray, isNotNull, lt, ne, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import {
  auditLog,
  notifications,
  reports,
  samples,
  signInFailures,
  ticks,
  workers,
} from "../database/schema/index.ts";
import { readSettings } from "./settings.ts";

/** Rows a statement removes at most, so that nobody waits long for a lock. */
const CHUNK = 500;
const AUDIT_DAYS = 400;
const TICK_DAYS = 400;
const NOTIFICATION_DAYS = 90;

export interface RetentionReport {
  readonly reports: number;
  readonly filmstrips: number;
  readonly samples: number;
}

/** Removes what is older than the settings say, in chunks. Measurements and their spreads stay for ever. */
export async function applyRetention(db: Db): Promise<RetentionReport> {
  const { retention } = await readSettings(db);
  const removed = {
    filmstrips: await removeReports(db, ["filmstrip"], retention.filmstripDays),
    reports: await removeReports(db, ["lighthouse", "details"], retention.reportDays),
    samples: await removeSamples(db, retention.sampleDays),
  };
  await db.delete(auditLog).where(lt(auditLog.createdAt, before(AUDIT_DAYS)));
  await db.delete(ticks).where(lt(ticks.dueAt, before(TICK_DAYS)));
  await db
    .delete(notifications)
    .where(and(ne(notifications.state, "waiting"), lt(notifications.createdAt, before(NOTIFICATION_DAYS))));
  await db.delete(signInFailures).where(lt(signInFailures.createdAt, before(1)));
  await db.delete(workers).where(lt(workers.heartbeatAt, before(1)));
  return removed;
}

async function removeReports(
  db: Db,
  kinds: readonly ("lighthouse" | "details" | "filmstrip")[],
  days: number,
): Promise<number> {
  return inChunks(async () => {
    const old = await db
      .select({ sampleId: reports.sampleId, kind: reports.kind })
      .from(reports)
      .where(and(inArray(reports.kind, [...kinds]), lt(reports.createdAt, before(days))))
      .limit(CHUNK);
    for (const kind of kinds) {
      const ids = old.filter((row) => row.kind === kind).map(({ sampleId }) => sampleId);
      if (ids.length > 0)
        await db.delete(reports).where(and(eq(reports.kind, kind), inArray(reports.sampleId, ids)));
    }
    return old.length;
  });
}

async function removeSamples(db: Db, days: number): Promise<number> {
  return inChunks(async () => {
    const old = db
      .select({ id: samples.id })
      .from(samples)
      .where(and(isNotNull(samples.finishedAt), lt(samples.finishedAt, before(days))))
      .limit(CHUNK);
    const gone = await db.delete(samples).where(inArray(samples.id, old)).returning({ id: samples.id });
    return gone.length;
  });
}

async function inChunks(removeSome: () => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const removed = await removeSome();
    total += removed;
    if (removed < CHUNK) return total;
  }
}

function before(days: number) {
  return sql`now() - ${days} * interval '1 day'`;
}
