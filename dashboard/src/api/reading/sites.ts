import { asc, eq, inArray } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { pages, schedules, sites } from "../../database/schema/index.ts";
import { nextTimes } from "../../schedules/due-times.ts";
import { notFound } from "../problem.ts";
import type { Page, Site } from "../shapes/sites.ts";

const NEXT_SHOWN = 3;

/** All sites by name, or those with the ids given, with their pages and schedules. */
export async function readSites(db: Db, ids?: readonly string[]): Promise<readonly Site[]> {
  const found = await db
    .select({ site: sites, schedule: schedules })
    .from(sites)
    .innerJoin(schedules, eq(schedules.siteId, sites.id))
    .where(ids === undefined ? undefined : inArray(sites.id, [...ids]))
    .orderBy(asc(sites.name), asc(sites.id));
  const siteIds = found.map(({ site }) => site.id);
  const all = await db
    .select()
    .from(pages)
    .where(inArray(pages.siteId, siteIds))
    .orderBy(asc(pages.position), asc(pages.createdAt));
  const bySite = Map.groupBy(all, ({ siteId }) => siteId);
  return found.map(({ site, schedule }) => ({
    id: site.id,
    name: site.name,
    origin: site.origin,
    profiles: site.profiles,
    samplesPerMeasurement: site.samplesPerMeasurement,
    headerNames: site.headerNames,
    enabled: site.enabled,
    createdAt: site.createdAt.toISOString(),
    pages: (bySite.get(site.id) ?? []).map(describePage),
    schedule: describeSchedule(schedule),
  }));
}

/** One site; refuses the request when there is none. */
export async function readSite(db: Db, id: string): Promise<Site> {
  const [site] = await readSites(db, [id]);
  if (site === undefined) throw notFound("site");
  return site;
}

export function describePage({ id, siteId, url, label, enabled }: typeof pages.$inferSelect): Page {
  return { id, siteId, url, label, enabled };
}

export function describeSchedule(schedule: typeof schedules.$inferSelect): Site["schedule"] {
  const { cron, timeZone, enabled } = schedule;
  const next = enabled ? nextTimes(schedule, NEXT_SHOWN) : [];
  return { cron, timeZone, enabled, nextAt: next.map((at) => at.toISOString()) };
}
