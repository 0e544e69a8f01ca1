import { desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { anomalies, pages, sites } from "../../database/schema/index.ts";
import type { AnomalyState } from "../../papers/states.ts";
import type { Anomaly } from "../shapes/judging.ts";

const SHOWN = 200;

export const openAnomalyStates: readonly AnomalyState[] = ["suspected", "confirmed"];

/** The newest 200, newest first. */
export async function readAnomalies(db: Db, which: "open" | "all"): Promise<Anomaly[]> {
  return select(db, which === "all" ? undefined : inArray(anomalies.state, [...openAnomalyStates]));
}

/** null: there is no such anomaly. */
export async function readAnomaly(db: Db, id: string): Promise<Anomaly | null> {
  const [anomaly] = await select(db, eq(anomalies.id, id));
  return anomaly ?? null;
}

async function select(db: Db, where: SQL | undefined): Promise<Anomaly[]> {
  const rows = await db
    .select({
      anomaly: anomalies,
      page: { id: pages.id, label: pages.label },
      site: { id: sites.id, name: sites.name },
    })
    .from(anomalies)
    .innerJoin(pages, eq(pages.id, anomalies.pageId))
    .innerJoin(sites, eq(sites.id, pages.siteId))
    .where(where)
    .orderBy(desc(anomalies.createdAt), desc(anomalies.id))
    .limit(SHOWN);
  return rows.map(({ anomaly, page, site }) => {
    const { id, profile, metric, state, value, baseline, sentence, measurementId } = anomaly;
    const [createdAt, changedAt] = [anomaly.createdAt.toISOString(), anomaly.changedAt.toISOString()];
    return {
      id,
      site,
      page,
      profile,
      metric,
      state,
      value,
      baseline,
      sentence,
      measurementId,
      createdAt,
      changedAt,
    };
  });
}
