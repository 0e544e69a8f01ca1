import { useQuery } from "@tanstack/react-query";
import type { StartedBatch } from "../../../src/api/shapes/measuring.ts";
import { api } from "../api.ts";
import { keys } from "./keys.ts";
import { useWrite } from "./use-write.ts";

/** The newest batches, also those that have ended. */
export function useBatches() {
  return useQuery({ queryKey: keys.batches, queryFn: api.batches });
}

export function useBatch(id: string) {
  return useQuery({ queryKey: keys.batch(id), queryFn: () => api.batch(id) });
}

export function useStartBatch(onDone?: (started: StartedBatch) => void) {
  return useWrite(api.startBatch, {
    refreshes: ofBatches,
    says: startedSentence,
    ...(onDone && { onDone }),
  });
}

export function useCancelBatch(onDone?: () => void) {
  return useWrite(api.cancelBatch, {
    refreshes: ofBatches,
    says: (batch) => `Cancelled: ${batch.title}`,
    ...(onDone && { onDone }),
  });
}

/** A second click finds the batch of the first one; the console says so instead of pretending. */
function startedSentence({ batch, created }: StartedBatch): string {
  const { total, done } = batch.samples;
  if (created) return `Started: ${batch.title}, ${total} ${total === 1 ? "sample" : "samples"}`;
  return `Already being measured: ${batch.title}, ${done} of ${total} samples done`;
}

const ofBatches = [keys.overview, keys.batches, ["batch"], keys.queue, ["measurements"], ["measurement"]];
