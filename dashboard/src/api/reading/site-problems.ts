import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";

export interface SiteProblems {
  /** Series whose budget is failing, and warning. */
  readonly budgetsFailing: number;
  readonly budgetsWarning: number;
  /** Suspected or confirmed. */
  readonly anomalies: number;
}

interface Row extends SiteProblems, Record<string, unknown> {
  readonly siteId: string;
}

/** By site; a site without problems is absent. */
export async function readSiteProblems(db: Db): Promise<ReadonlyMap<string, SiteProblems>> {
  const { rows } = await db.execute<Row>(sql`
    select p.site_id as "siteId",
      count(*) filter (where problem = 'fail')::int as "budgetsFailing",
      count(*) filter (where problem = 'warn')::int as "budgetsWarning",
      count(*) filter (where problem = 'anomaly')::int as anomalies
    from (
      select page_id, state as problem from budget_states where state in ('fail', 'warn')
      union all
      select page_id, 'anomaly' from anomalies where state in ('suspected', 'confirmed')
    ) found
    join pages p on p.id = found.page_id and p.enabled
    group by p.site_id`);
  return new Map(rows.map(({ siteId, ...problems }) => [siteId, problems]));
}
