import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, type BudgetPreviewQuery } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useBudgets() {
  return useQuery({ queryKey: keys.budgets, queryFn: () => api.budgets() });
}

/** What the newest measurements would have made of a budget; null asks nothing. */
export function useBudgetPreview(query: BudgetPreviewQuery | null) {
  return useQuery({
    queryKey: query === null ? ["budget-preview"] : keys.budgetPreview(query),
    queryFn: () => (query === null ? Promise.resolve({ values: [] }) : api.budgetPreview(query)),
    enabled: query !== null,
    placeholderData: keepPreviousData,
  });
}

export function useCreateBudget(onDone: () => void) {
  return useWrite(api.createBudget, {
    refreshes: ofBudgets,
    says: "The budget is added",
    showsErrors: true,
    onDone,
  });
}

export function useUpdateBudget(onDone: () => void) {
  return useWrite(api.updateBudget, {
    refreshes: ofBudgets,
    says: "The budget is saved",
    showsErrors: true,
    onDone,
  });
}

export function useDeleteBudget() {
  return useWrite(api.deleteBudget, { refreshes: ofBudgets, says: "The budget is deleted" });
}

export function useAnomalies(state: "open" | "all") {
  return useQuery({
    queryKey: keys.anomalies(state),
    queryFn: () => api.anomalies(state),
    placeholderData: keepPreviousData,
  });
}

export function useDismissAnomaly() {
  return useWrite(api.dismissAnomaly, {
    refreshes: [["anomalies"], keys.overview],
    says: "The change is dismissed",
  });
}

const ofBudgets = [keys.budgets, keys.overview];
