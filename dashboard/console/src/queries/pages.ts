import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useAddPage(siteId: string, onDone: () => void) {
  return useWrite(api.addPage, {
    refreshes: ofPages(siteId),
    says: (page) => `${page.label} is added`,
    showsErrors: true,
    onDone,
  });
}

export function useUpdatePage(siteId: string, onDone: () => void) {
  return useWrite(api.updatePage, {
    refreshes: ofPages(siteId),
    says: (page) => `${page.label} is saved`,
    onDone,
  });
}

export function useDeletePage(siteId: string) {
  return useWrite(api.deletePage, { refreshes: ofPages(siteId), says: "The page is deleted" });
}

export function useAddMarker(siteId: string, onDone: () => void) {
  return useWrite(api.addMarker, {
    refreshes: ofMarkers(siteId),
    says: "The marker is added",
    showsErrors: true,
    onDone,
  });
}

export function useDeleteMarker(siteId: string) {
  return useWrite(api.deleteMarker, { refreshes: ofMarkers(siteId), says: "The marker is deleted" });
}

function ofPages(siteId: string) {
  return [keys.overview, keys.sites, keys.site(siteId)];
}

function ofMarkers(siteId: string) {
  return [keys.markers(siteId), ["trend"]];
}
