import { and, asc, eq, gte, lte } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { markers, pages } from "../../database/schema/index.ts";
import type { Profile } from "../../papers/metric.ts";
import type { Trend } from "../shapes/measuring.ts";
import { readFinishedMeasurements, type FinishedMeasurement, type Period } from "./finished-measurements.ts";
import { findVersionChanges } from "./version-changes.ts";

export interface TrendRange extends Period {
  readonly pageId: string;
  readonly profile: Profile;
}

/** All metrics of a page and profile over a period; null: there is no such page. */
export async function readTrend(db: Db, range: TrendRange): Promise<Trend | null> {
  const [page] = await db.select().from(pages).where(eq(pages.id, range.pageId));
  if (page === undefined) return null;
  const [finished, siteMarkers] = await Promise.all([
    readFinishedMeasurements(db, range),
    readSiteMarkers(db, page.siteId, range),
  ]);
  const all = [...siteMarkers, ...findVersionChanges(finished)];
  return {
    page: { id: page.id, label: page.label, url: page.url },
    profile: range.profile,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    points: finished.filter(({ state }) => state === "done").map(describePoint),
    markers: all
      .sort((first, second) => first.at.getTime() - second.at.getTime())
      .map(({ at, ...marker }) => ({ ...marker, at: at.toISOString() })),
    gaps: finished
      .filter(({ state }) => state !== "done")
      .map(({ measurementId, at, failure }) => ({ measurementId, at: at.toISOString(), failure })),
  };
}

async function readSiteMarkers(db: Db, siteId: string, { from, to }: Period) {
  return db
    .select({ kind: markers.kind, label: markers.label, at: markers.at })
    .from(markers)
    .where(and(eq(markers.siteId, siteId), gte(markers.at, from), lte(markers.at, to)))
    .orderBy(asc(markers.at));
}

function describePoint({
  measurementId,
  at,
  noisy,
  trigger,
  spreads,
}: FinishedMeasurement): Trend["points"][number] {
  return { measurementId, at: at.toISOString(), noisy, trigger, values: spreads ?? {} };
}
