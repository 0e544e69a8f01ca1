import { Cron } from "croner";

/** A missed tick is still worth running for so long. */
const CATCH_UP_MS = 12 * 60 * 60 * 1000;
/** From then on it is called late. */
const LATE_MS = 2 * 60 * 1000;

export interface CronTimes {
  readonly cron: string;
  readonly timeZone: string;
}

/** What is wrong with a cron expression (five fields) or time zone, in a sentence; null if nothing is. */
export function findCronProblem({
  cron,
  timeZone,
}: CronTimes): { readonly field: string; readonly message: string } | null {
  if (!isTimeZone(timeZone))
    return { field: "timeZone", message: `"${timeZone}" is no time zone, such as Europe/Berlin.` };
  if (cron.trim().split(/\s+/).length !== 5)
    return { field: "cron", message: "A schedule has five fields: minute, hour, day, month, weekday." };
  try {
    if (nextTimes({ cron, timeZone }, 1).length > 0) return null;
    return { field: "cron", message: `"${cron}" never comes.` };
  } catch {
    return { field: "cron", message: `"${cron}" cannot be read as minute, hour, day, month and weekday.` };
  }
}

/** The next so many due times after a moment. */
export function nextTimes(times: CronTimes, howMany: number, after: Date = new Date()): readonly Date[] {
  return open(times).nextRuns(howMany, after);
}

/**
 * The last due time since `watchedFrom` that is still worth running, and whether it is late; null if none came.
 * However many were missed, one is run.
 */
export function lastDue(
  times: CronTimes,
  watchedFrom: Date,
  now: Date,
): { readonly dueAt: Date; readonly late: boolean } | null {
  const cron = open(times);
  const from = new Date(Math.max(watchedFrom.getTime(), now.getTime() - CATCH_UP_MS));
  let last: Date | null = null;
  for (let next = cron.nextRun(from); next !== null && next <= now; next = cron.nextRun(next)) last = next;
  return last === null ? null : { dueAt: last, late: now.getTime() - last.getTime() > LATE_MS };
}

function open({ cron, timeZone }: CronTimes): Cron {
  return new Cron(cron, { timezone: timeZone, paused: true, mode: "5-part" });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
