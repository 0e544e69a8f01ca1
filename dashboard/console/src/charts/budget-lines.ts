import type { Metric, Profile } from "../../../src/papers/metric.ts";
import type { Budget } from "../../../src/api/shapes/judging.ts";

export interface BudgetLine {
  readonly level: "warn" | "fail";
  readonly value: number;
}

export interface Series {
  readonly siteId: string;
  readonly pageId: string;
  readonly profile: Profile;
  readonly metric: Metric;
}

/** The lines that budgets draw into the chart of a series. */
export function budgetLinesOf(budgets: readonly Budget[], series: Series): readonly BudgetLine[] {
  return budgets
    .filter((budget) => isAbout(budget, series))
    .flatMap(({ warn, fail }) => [
      ...(warn === null ? [] : [{ level: "warn" as const, value: warn }]),
      ...(fail === null ? [] : [{ level: "fail" as const, value: fail }]),
    ]);
}

function isAbout(budget: Budget, { siteId, pageId, profile, metric }: Series): boolean {
  if (budget.siteId !== siteId || budget.metric !== metric) return false;
  return (budget.pageId ?? pageId) === pageId && (budget.profile ?? profile) === profile;
}
