import type { QueryKey } from "@tanstack/react-query";
import type { Change } from "../../../src/api/shapes/measuring.ts";
import { keys } from "../queries/keys.ts";

/** Which answers a change makes old, as beginnings of keys. */
export function affectedKeys({ kind, id }: Change): readonly QueryKey[] {
  return affected[kind](id);
}

const affected: Readonly<Record<Change["kind"], (id: string) => readonly QueryKey[]>> = {
  batch: (id) => [keys.overview, keys.batches, keys.batch(id), keys.queue, ["measurements"], ["measurement"]],
  measurement: (id) => [
    keys.overview,
    keys.measurement(id),
    ["measurements"],
    ["trend"],
    keys.batches,
    ["batch"],
    ["comparison"],
    ["budget-preview"],
  ],
  site: (id) => [
    keys.overview,
    keys.sites,
    keys.site(id),
    keys.schedules,
    keys.ticks,
    keys.markers(id),
    ["trend"],
  ],
  budget: () => [keys.budgets, keys.overview],
  anomaly: () => [["anomalies"], keys.overview],
  queue: () => [keys.queue, keys.overview, keys.batches, ["batch"]],
};
