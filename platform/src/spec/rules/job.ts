import type { Job } from "../app-spec.ts";
import { checkCron } from "../cron.ts";
import { parseDuration } from "../duration.ts";
import { error, notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const deployJobLimitMs = 30 * 60_000;

export const job: Rule = {
  name: "job",
  severity: "error",
  what: "A job's kind, schedule or timeout is missing or cannot be followed",
  why: "App Platform runs a job around a deployment, for 30 minutes at most, or on a cron schedule, every 15 minutes at most.",
  fix: "write kind, a schedule for SCHEDULED jobs only, and a timeout with its unit",
  failing: {
    name: "app",
    jobs: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        kind: "SCHEDULED",
        schedule: { cron: "*/5 * * * *" },
      },
    ],
  },
  passing: {
    name: "app",
    jobs: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        kind: "SCHEDULED",
        schedule: { cron: "*/15 * * * *" },
      },
    ],
  },
  *check(spec) {
    for (const [i, each] of (spec.jobs ?? []).entries()) {
      yield* checkSchedule(each, `jobs[${i}]`);
      yield* checkTimeout(each, `jobs[${i}]`);
    }
  },
};

function* checkSchedule({ kind, schedule }: Job, field: string): Iterable<Finding> {
  if (kind !== "SCHEDULED") {
    if (schedule)
      yield error(`${field}.schedule`, "is for jobs of kind SCHEDULED", "add kind: SCHEDULED, or remove it");
    else if (kind === undefined)
      yield notice(`${field}.kind`, "is missing, so the job runs after each deployment (POST_DEPLOY)");
    return;
  }
  if (schedule?.cron === undefined) {
    yield error(`${field}.schedule.cron`, "is missing", 'write five cron fields such as "0 3 * * *"');
    return;
  }
  const fault = checkCron(schedule.cron);
  if (fault) yield error(`${field}.schedule.cron`, fault.message, fault.hint);
  if (schedule.time_zone !== undefined && !isTimeZone(schedule.time_zone)) {
    yield error(
      `${field}.schedule.time_zone`,
      `is ${schedule.time_zone}, which is no time zone`,
      "write a name such as Europe/Paris",
    );
  }
}

function* checkTimeout({ kind, timeout }: Job, field: string): Iterable<Finding> {
  if (timeout === undefined) return;
  const ms = parseDuration(timeout);
  if (ms === undefined || ms <= 0) {
    yield error(
      `${field}.timeout`,
      `is ${timeout}, which is no length of time`,
      "write one such as 90s, 30m or 1h30m",
    );
  } else if (ms > deployJobLimitMs && kind !== "SCHEDULED") {
    yield warning(`${field}.timeout`, `is ${timeout}, and App Platform ends jobs of a deployment after 30m`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // Offsets such as +02:00 are no names of the tz database.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
