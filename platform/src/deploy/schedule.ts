import { Cron } from "croner";
import { messageOf } from "../base/errors.ts";
import type { JobPlan } from "../plan/plan.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { runJob } from "./run-job.ts";

/** The SCHEDULED jobs of one live release. A tick is skipped while the run before it has not ended. */
export interface Schedule {
  /** Milliseconds since the epoch, or null if the job has no further run. */
  nextRun(job: string): number | null;
  stop(): void;
}

export function startSchedule(parts: Parts, app: LiveApp): Schedule {
  const crons = new Map<string, Cron>();
  for (const job of app.release?.plan.jobs ?? []) {
    if (job.kind !== "SCHEDULED" || !job.schedule) continue;
    const { cron, timeZone } = job.schedule;
    // `protect` is what skips a tick while the run before it goes on.
    const options = { timezone: timeZone, protect: true, unref: true };
    crons.set(job.name, new Cron(cron, options, () => tick(parts, app, job)));
  }
  return {
    nextRun: (job) => crons.get(job)?.nextRun()?.getTime() ?? null,
    stop: () => crons.forEach((cron) => cron.stop()),
  };
}

async function tick(parts: Parts, app: LiveApp, job: JobPlan): Promise<void> {
  if (!app.release) return;
  try {
    const run = await runJob(parts, app, app.release, job, {
      trigger: "SCHEDULED",
      signal: app.ending.signal,
    });
    const message = `Scheduled job ${job.name} ended: ${run.phase.toLowerCase()}`;
    parts.events.publish(app.name, null, { type: "notice", message });
  } catch (error) {
    parts.log.error("a scheduled job could not run", { job: job.name, error: messageOf(error) });
  }
}
