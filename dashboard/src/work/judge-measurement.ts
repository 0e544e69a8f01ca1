import { and, eq, isNull, or } from "drizzle-orm";
import { announce } from "../database/changes.ts";
import type { Db } from "../database/database.ts";
import { batches, budgets, budgetStates, measurements, pages, sites } from "../database/schema/index.ts";
import { judgeBudget } from "../judging/judge-budget.ts";
import { enqueueNotifications } from "../notifying/enqueue-notifications.ts";
import type { SampleQueue } from "../queue/queue.ts";
import { dispatch } from "./dispatch.ts";
import { judgeSeries, settleVerification } from "./judge-series.ts";
import { eventOf, type Judged } from "./judged.ts";

export interface JudgingParts {
  readonly db: Db;
  readonly queue: SampleQueue;
  readonly publicUrl: string;
}

/**
 * Looks at a finished measurement once: budgets, anomalies, and what people are to be told of changes, all in one
 * transaction. A noisy one, or one without a result, judges nothing.
 */
export async function judgeMeasurement(
  { db, queue, publicUrl }: JudgingParts,
  measurementId: string,
): Promise<void> {
  const suspected = await db.transaction(async (tx) => {
    const judged = await take(tx, measurementId, publicUrl);
    if (judged === null) return false;
    const isUsable = judged.measurement.state === "done" && !judged.measurement.noisy;
    if (isUsable) await judgeBudgets(tx, judged);
    if (judged.batch.trigger === "verification") await settleVerification(tx, judged, isUsable);
    return isUsable && (await judgeSeries(tx, judged));
  });
  if (suspected) await dispatch(db, queue).catch(() => undefined);
}

async function take(db: Db, id: string, publicUrl: string): Promise<Judged | null> {
  const taken = await db
    .update(measurements)
    .set({ judgedAt: new Date() })
    .where(and(eq(measurements.id, id), isNull(measurements.judgedAt)))
    .returning({ id: measurements.id });
  if (taken.length === 0) return null;
  const [found] = await db
    .select({ measurement: measurements, batch: batches, page: pages, site: sites })
    .from(measurements)
    .innerJoin(batches, eq(batches.id, measurements.batchId))
    .innerJoin(pages, eq(pages.id, measurements.pageId))
    .innerJoin(sites, eq(sites.id, pages.siteId))
    .where(eq(measurements.id, id));
  return found === undefined ? null : { ...found, publicUrl };
}

async function judgeBudgets(db: Db, judged: Judged): Promise<void> {
  const { measurement, page, site } = judged;
  const covering = await db
    .select()
    .from(budgets)
    .where(
      and(
        eq(budgets.siteId, site.id),
        or(isNull(budgets.pageId), eq(budgets.pageId, page.id)),
        or(isNull(budgets.profile), eq(budgets.profile, measurement.profile)),
      ),
    );
  for (const budget of covering) {
    const value = measurement.spreads?.[budget.metric]?.median;
    if (value !== undefined) await judgeBudgetOn(db, judged, budget, value);
  }
}

async function judgeBudgetOn(
  db: Db,
  judged: Judged,
  budget: typeof budgets.$inferSelect,
  value: number,
): Promise<void> {
  const { measurement, page } = judged;
  const { state, sentence } = judgeBudget(budget, value);
  const key = { budgetId: budget.id, pageId: page.id, profile: measurement.profile };
  const series = sameSeries(key);
  const [before] = await db.select().from(budgetStates).where(series).for("update");
  const stand = { state, value, sentence, measurementId: measurement.id };
  const since = before?.state === state ? before.since : new Date();
  if (before === undefined)
    await db
      .insert(budgetStates)
      .values({ ...key, since, ...stand })
      .onConflictDoNothing();
  else
    await db
      .update(budgetStates)
      .set({ ...stand, since })
      .where(series);
  const previous = before?.state ?? "unknown";
  // The first look at a page that keeps its budget is no news.
  if (previous === state || (previous === "unknown" && state === "pass")) return;
  await announce(db, { kind: "budget", id: budget.id });
  await enqueueNotifications(
    db,
    eventOf(judged, {
      kind: "budget",
      state,
      previousState: previous,
      metric: budget.metric,
      value,
      sentence,
    }),
    judged.site.id,
  );
}

function sameSeries({
  budgetId,
  pageId,
  profile,
}: Pick<typeof budgetStates.$inferSelect, "budgetId" | "pageId" | "profile">) {
  return and(
    eq(budgetStates.budgetId, budgetId),
    eq(budgetStates.pageId, pageId),
    eq(budgetStates.profile, profile),
  );
}
