import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { budgetStates, type budgets } from "../../database/schema/index.ts";
import { judgeBudget } from "../../judging/judge-budget.ts";
import { readNewestValues } from "./newest-values.ts";

/**
 * Judges the newest measurement of every series that a budget covers, so that it stands somewhere from its first
 * moment on. Tells nobody: whoever set the limits looks at them. A series without a value gets no state.
 */
export async function evaluateBudget(db: Db, budget: typeof budgets.$inferSelect): Promise<void> {
  const newest = await readNewestValues(db, budget);
  if (newest.length === 0) return;
  const since = new Date();
  const rows = newest.map(({ pageId, profile, measurementId, value }) => {
    const { state, sentence } = judgeBudget(budget, value);
    return { budgetId: budget.id, pageId, profile, measurementId, value, state, sentence, since };
  });
  await db
    .insert(budgetStates)
    .values(rows)
    .onConflictDoUpdate({
      target: [budgetStates.budgetId, budgetStates.pageId, budgetStates.profile],
      set: {
        state: sql`excluded.state`,
        value: sql`excluded.value`,
        sentence: sql`excluded.sentence`,
        measurementId: sql`excluded.measurement_id`,
        since: sql`case when ${budgetStates.state} = excluded.state then ${budgetStates.since} else excluded.since end`,
      },
    });
}
