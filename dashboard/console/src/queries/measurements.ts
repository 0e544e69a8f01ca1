import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Profile } from "../../../src/papers/metric.ts";
import { rangeStart, type Range } from "../url-state/range.ts";
import { api } from "../api.ts";
import { keys } from "./keys.ts";

/** How many of a page's newest measurements are listed. */
const LISTED = 30;

export function useTrend(pageId: string, profile: Profile, range: Range) {
  return useQuery({
    queryKey: keys.trend(pageId, profile, range),
    queryFn: () => api.trend(pageId, profile, rangeStart(range, new Date())),
    placeholderData: keepPreviousData,
  });
}

export function useMeasurements(pageId: string, profile: Profile) {
  return useQuery({
    queryKey: keys.measurements(pageId, profile),
    queryFn: () => api.measurements(pageId, profile, LISTED),
    placeholderData: keepPreviousData,
  });
}

export function useMeasurement(id: string) {
  return useQuery({ queryKey: keys.measurement(id), queryFn: () => api.measurement(id) });
}

export function useComparison(a: string, b: string) {
  return useQuery({ queryKey: keys.comparison(a, b), queryFn: () => api.comparison(a, b) });
}
