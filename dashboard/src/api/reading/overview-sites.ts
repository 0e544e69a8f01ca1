import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import type { Profile } from "../../papers/metric.ts";
import { nextTimes, type CronTimes } from "../../schedules/due-times.ts";

export interface SiteOfOverview {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly enabled: boolean;
  readonly profiles: readonly Profile[];
  readonly samplesPerMeasurement: number;
  /** Enabled ones. */
  readonly pages: number;
  /** When its schedule comes next; null: it never does. */
  readonly nextAt: string | null;
}

interface Row extends Omit<SiteOfOverview, "nextAt">, Record<string, unknown> {
  /** null: site or schedule are switched off. */
  readonly cron: string | null;
  readonly timeZone: string | null;
}

/** All sites by name. */
export async function readSitesOfOverview(db: Db): Promise<readonly SiteOfOverview[]> {
  const { rows } = await db.execute<Row>(sql`
    select s.id, s.name, s.origin, s.enabled, s.profiles, s.samples_per_measurement as "samplesPerMeasurement",
      (select count(*) from pages p where p.site_id = s.id and p.enabled)::int as pages,
      sc.cron, sc.time_zone as "timeZone"
    from sites s
    left join schedules sc on sc.site_id = s.id and sc.enabled and s.enabled
    order by s.name, s.id`);
  const nextOf = rememberNext(new Date());
  return rows.map(({ cron, timeZone, ...site }) => ({
    ...site,
    nextAt: cron === null || timeZone === null ? null : nextOf({ cron, timeZone }),
  }));
}

/** Most sites have one and the same schedule, and working one out takes its time. */
function rememberNext(now: Date): (times: CronTimes) => string | null {
  const known = new Map<string, string | null>();
  return ({ cron, timeZone }) => {
    const key = `${cron} ${timeZone}`;
    const next = known.get(key) ?? nextTimes({ cron, timeZone }, 1, now)[0]?.toISOString() ?? null;
    known.set(key, next);
    return next;
  };
}
