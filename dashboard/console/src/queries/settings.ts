import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: api.settings });
}

export function useUpdateSettings() {
  return useWrite(api.updateSettings, {
    refreshes: [keys.settings],
    says: "The settings are saved",
    showsErrors: true,
  });
}

export function useStorage() {
  return useQuery({ queryKey: keys.storage, queryFn: api.storage });
}

export function useRunRetention() {
  return useWrite(api.runRetention, {
    refreshes: [keys.storage],
    says: ({ reports, filmstrips, samples }) =>
      `Removed ${reports} reports, ${filmstrips} filmstrips and ${samples} samples`,
  });
}

export function useAllowedHosts() {
  return useQuery({ queryKey: keys.allowedHosts, queryFn: api.allowedHosts });
}

export function useAllowHost(onDone: () => void) {
  return useWrite(api.allowHost, {
    refreshes: [keys.allowedHosts],
    says: ({ host }) => `${host} is allowed`,
    showsErrors: true,
    onDone,
  });
}

export function useForbidHost() {
  return useWrite(api.forbidHost, { refreshes: [keys.allowedHosts], says: "The host is no longer allowed" });
}
