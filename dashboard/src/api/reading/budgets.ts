import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "../../database/database.ts";
import { budgets, budgetStates, pages, sites } from "../../database/schema/index.ts";
import type { BudgetState } from "../../papers/states.ts";
import type { Budget } from "../shapes/judging.ts";

const worstFirst: readonly BudgetState[] = ["fail", "warn", "pass"];

/** Budgets with where each of their series stands: of one site, or one of them, or all. */
export async function readBudgets(
  db: Db,
  { siteId, id }: { readonly siteId?: string | undefined; readonly id?: string },
): Promise<Budget[]> {
  const rows = await db
    .select({ budget: budgets, siteName: sites.name, pageLabel: pages.label })
    .from(budgets)
    .innerJoin(sites, eq(sites.id, budgets.siteId))
    .leftJoin(pages, eq(pages.id, budgets.pageId))
    .where(
      and(
        siteId === undefined ? undefined : eq(budgets.siteId, siteId),
        id === undefined ? undefined : eq(budgets.id, id),
      ),
    )
    .orderBy(asc(sites.name), asc(budgets.createdAt), asc(budgets.id));
  const series = await readSeries(
    db,
    rows.map(({ budget }) => budget.id),
  );
  return rows.map(({ budget: { createdAt: _, ...budget }, ...names }) => {
    const its = series.get(budget.id) ?? [];
    return { ...budget, ...names, state: worstOf(its), series: its };
  });
}

async function readSeries(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Budget["series"]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ stand: budgetStates, page: { id: pages.id, label: pages.label } })
    .from(budgetStates)
    .innerJoin(pages, eq(pages.id, budgetStates.pageId))
    .where(inArray(budgetStates.budgetId, [...ids]))
    .orderBy(asc(pages.position), asc(pages.id), asc(budgetStates.profile));
  const series = new Map<string, Budget["series"]>();
  for (const { stand, page } of rows) {
    const { budgetId, profile, state, since, value, sentence, measurementId } = stand;
    const its = series.get(budgetId) ?? [];
    its.push({ page, profile, state, since: since.toISOString(), value, sentence, measurementId });
    series.set(budgetId, its);
  }
  return series;
}

function worstOf(series: Budget["series"]): BudgetState {
  return worstFirst.find((state) => series.some((one) => one.state === state)) ?? "unknown";
}
