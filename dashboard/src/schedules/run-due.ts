import { and, eq } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { schedules, sites, ticks } from "../database/schema/index.ts";
import { startBatch, type StartedBatch } from "../work/start-batch.ts";
import { lastDue, nextTimes } from "./due-times.ts";

export interface RanTick {
  readonly site: string;
  readonly dueAt: Date;
  readonly late: boolean;
  readonly outcome: "ran" | "joined" | "skipped";
  readonly batchId: string | null;
}

/**
 * Starts what is due. A tick and its batch are written in one transaction under the tick's unique key, so that any
 * number of schedulers may look at the same moment and a crash leaves both or neither.
 */
export async function runDue(db: Db, now: Date): Promise<readonly RanTick[]> {
  const watched = await db
    .select({ schedule: schedules, siteName: sites.name })
    .from(schedules)
    .innerJoin(sites, eq(sites.id, schedules.siteId))
    .where(and(eq(schedules.enabled, true), eq(sites.enabled, true)));
  const ran: RanTick[] = [];
  for (const { schedule, siteName } of watched) {
    const due = lastDue(schedule, schedule.watchedFrom, now);
    if (due === null) continue;
    const tick = await runTick(db, schedule, due);
    if (tick !== null) ran.push({ site: siteName, ...due, ...tick });
  }
  return ran;
}

async function runTick(
  db: Db,
  schedule: typeof schedules.$inferSelect,
  { dueAt, late }: { readonly dueAt: Date; readonly late: boolean },
): Promise<Pick<RanTick, "outcome" | "batchId"> | null> {
  return db.transaction(async (tx) => {
    const [tick] = await tx
      .insert(ticks)
      .values({ scheduleId: schedule.id, dueAt, late, outcome: "ran" })
      .onConflictDoNothing()
      .returning({ id: ticks.id });
    await tx.update(schedules).set({ watchedFrom: dueAt }).where(eq(schedules.id, schedule.id));
    if (tick === undefined) return null;
    const subject = { scope: "site", siteId: schedule.siteId } as const;
    const outcome = describe(await startBatch(tx, { trigger: "schedule", subject }));
    await tx.update(ticks).set(outcome).where(eq(ticks.id, tick.id));
    await announce(tx, { kind: "queue", id: "ticks" });
    return outcome;
  });
}

function describe(started: StartedBatch) {
  if (started.outcome === "nothing-to-measure")
    return { outcome: "skipped", batchId: null, note: "The site has no page to measure." } as const;
  if (started.outcome === "already-open")
    return { outcome: "joined", batchId: started.batchId, note: "The last batch was still open." } as const;
  return { outcome: "ran", batchId: started.batchId, note: null } as const;
}

/** For the scheduler's log: who is next, soonest first. */
export async function listNextTicks(
  db: Db,
  howMany: number,
  now: Date,
): Promise<readonly { readonly site: string; readonly at: Date }[]> {
  const watched = await db
    .select({ cron: schedules.cron, timeZone: schedules.timeZone, site: sites.name })
    .from(schedules)
    .innerJoin(sites, eq(sites.id, schedules.siteId))
    .where(and(eq(schedules.enabled, true), eq(sites.enabled, true)));
  return watched
    .flatMap(({ site, ...times }) => nextTimes(times, 1, now).map((at) => ({ site, at })))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, howMany);
}
