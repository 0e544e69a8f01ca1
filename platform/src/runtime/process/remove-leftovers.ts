import { rm } from "node:fs/promises";
import type { Context } from "./context.ts";
import { hasNamespaces } from "./context.ts";
import { endGroup } from "./groups.ts";
import { killAll } from "./end-processes.ts";
import { unplug } from "./network/instance-network.ts";
import { readRecord } from "./record.ts";

/** Ends and removes all that carries this id: processes, control groups, namespace, directory. Its log stays. */
export async function removeLeftovers(context: Context, id: string): Promise<void> {
  const record = await readRecord(context.paths, id);
  await killAll(context, id, record);
  await Promise.all([
    endGroup(context, id),
    hasNamespaces(context.capabilities) && record?.place !== null
      ? unplug(context, id, record?.place ?? null)
      : undefined,
  ]);
  await rm(context.paths.instance(id).directory, { recursive: true, force: true });
}
