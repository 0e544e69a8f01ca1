import { useQuery } from "@tanstack/react-query";
import type { CleanUpReport } from "../../../src/api/shapes/operating.ts";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

export function useQueue() {
  return useQuery({ queryKey: keys.queue, queryFn: api.queue });
}

export function useCleanUp(onDone: (report: CleanUpReport) => void) {
  return useWrite(api.cleanUp, { refreshes: [keys.queue, keys.overview], onDone });
}

export function useRetrySample() {
  return useWrite(api.retrySample, {
    refreshes: [keys.queue, keys.overview],
    says: "The sample is queued again",
  });
}

export function useDiscardSample() {
  return useWrite(api.discardSample, {
    refreshes: [keys.queue, keys.overview],
    says: "The sample is discarded",
  });
}
