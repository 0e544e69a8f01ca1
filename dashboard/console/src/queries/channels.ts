import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useChannels() {
  return useQuery({ queryKey: keys.channels, queryFn: api.channels });
}

export function useCreateChannel(onDone: () => void) {
  return useWrite(api.createChannel, {
    refreshes: [keys.channels],
    says: ({ name }) => `${name} is added`,
    showsErrors: true,
    onDone,
  });
}

export function useUpdateChannel() {
  return useWrite(api.updateChannel, {
    refreshes: [keys.channels],
    says: ({ name, enabled }) => `${name} is switched ${enabled ? "on" : "off"}`,
  });
}

export function useDeleteChannel() {
  return useWrite(api.deleteChannel, { refreshes: [keys.channels], says: "The channel is deleted" });
}

export function useTestChannel() {
  return useWrite(api.testChannel, {
    refreshes: [keys.channels],
    says: ({ name }) => `A test message is on its way to ${name}`,
  });
}
