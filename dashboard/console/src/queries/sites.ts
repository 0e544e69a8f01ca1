import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useSites() {
  return useQuery({ queryKey: keys.sites, queryFn: api.sites });
}

export function useSite(id: string) {
  return useQuery({ queryKey: keys.site(id), queryFn: () => api.site(id) });
}

export function useSchedules() {
  return useQuery({ queryKey: keys.schedules, queryFn: api.schedules });
}

/** The newest ticks of all schedules. */
export function useTicks() {
  return useQuery({ queryKey: keys.ticks, queryFn: () => api.ticks() });
}

export function useMarkers(siteId: string) {
  return useQuery({ queryKey: keys.markers(siteId), queryFn: () => api.markers(siteId) });
}

export function useDiscover() {
  return useWrite(api.discover, { refreshes: [], showsErrors: true });
}

export function useCreateSite(onDone: (siteId: string) => void) {
  return useWrite(api.createSite, {
    refreshes: [keys.overview, keys.sites, keys.schedules],
    showsErrors: true,
    onDone: (site) => onDone(site.id),
  });
}

export function useUpdateSite(siteId: string, says: string, onDone?: () => void) {
  return useWrite(api.updateSite, {
    refreshes: [keys.overview, keys.sites, keys.site(siteId)],
    says,
    showsErrors: true,
    ...(onDone && { onDone }),
  });
}

export function useDeleteSite(onDone: () => void) {
  return useWrite(api.deleteSite, {
    refreshes: [keys.overview, keys.sites, keys.schedules, keys.budgets],
    says: "The site is deleted",
    onDone,
  });
}

export function useSetSchedule(siteId: string) {
  return useWrite(api.setSchedule, {
    refreshes: [keys.site(siteId), keys.sites, keys.schedules, keys.overview],
    says: "The schedule is saved",
    showsErrors: true,
  });
}
