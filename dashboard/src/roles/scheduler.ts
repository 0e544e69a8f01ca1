import { deliverDue } from "../notifying/deliver-due.ts";
import { listNextTicks, runDue } from "../schedules/run-due.ts";
import { dispatch } from "../work/dispatch.ts";
import { judgeLeftOver } from "../work/judge-left-over.ts";
import { reconcile, type ReconcileReport } from "../work/reconcile.ts";
import { applyRetention } from "../work/retention.ts";
import { awaitSchema } from "./await-schema.ts";
import type { Parts } from "./parts.ts";
import { repeat } from "./repeat.ts";

const TICK_MS = 1_000;
const DISPATCH_MS = 1_000;
const RECONCILE_MS = 15_000;
const DELIVER_MS = 2_000;
const RETENTION_MS = 60 * 60 * 1_000;
const NEXT_LOGGED = 5;

/** Ticks, what is to be told, and everything that mends itself. Any number of schedulers may run. */
export async function runScheduler(parts: Parts, stop: AbortSignal): Promise<void> {
  const { database, queue, secretBox, config, log } = parts;
  const { db } = database;
  await awaitSchema(parts, stop);
  let told: string | null = null;
  const tellNext = async () => {
    const next = await listNextTicks(db, NEXT_LOGGED, new Date());
    const ticks = next.map(({ site, at }) => `${site} at ${at.toISOString()}`);
    if (ticks.join() !== told)
      log.info({ ticks }, ticks.length === 0 ? "no site has a schedule yet" : `next tick: ${ticks[0] ?? ""}`);
    told = ticks.join();
  };
  await Promise.all([
    repeat("the schedule", TICK_MS, stop, log, async () => {
      for (const { dueAt, ...tick } of await runDue(db, new Date()))
        log.info({ ...tick, dueAt: dueAt.toISOString() }, `tick of ${tick.site}: ${tick.outcome}`);
      await tellNext();
    }),
    repeat("telling the queue", DISPATCH_MS, stop, log, () => dispatch(db, queue)),
    repeat("the reconciler", RECONCILE_MS, stop, log, async () => {
      logReport(parts, await reconcile(db, queue));
      await judgeLeftOver({ db, queue, publicUrl: config.publicUrl });
    }),
    repeat("notifications", DELIVER_MS, stop, log, () =>
      deliverDue({ db, secretBox, smtpUrl: config.smtpUrl, mailFrom: config.mailFrom, log, signal: stop }),
    ),
    repeat("retention", RETENTION_MS, stop, log, async () => {
      const removed = await applyRetention(db);
      if (Object.values(removed).some((count) => count > 0))
        log.info(removed, "retention removed what was old");
    }),
  ]);
}

function logReport({ log }: Parts, { at: _, ...report }: ReconcileReport): void {
  if (Object.values(report).some((list) => list.length > 0))
    log.warn(report, "the reconciler mended something");
}
