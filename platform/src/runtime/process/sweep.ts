import { readdir } from "node:fs/promises";
import { hasNamespaces, type Context } from "./context.ts";
import { listGroups } from "./groups.ts";
import { NAMESPACES } from "./network/instance-network.ts";
import { readMarkers } from "./process-tree.ts";
import { listInstances } from "./record.ts";
import { removeLeftovers } from "./remove-leftovers.ts";

/** Everything of ours on this machine, found by directory, control group, namespace and marker alike. */
export async function sweep(context: Context, keep: readonly string[]): Promise<readonly string[]> {
  const kept = new Set(keep);
  const found = await Promise.all([
    listInstances(context.paths),
    listGroups(context),
    listNamespaces(context),
    listMarked(context),
  ]);
  const doomed = [...new Set(found.flat())].filter((id) => !kept.has(id));
  for (const id of doomed) await removeLeftovers(context, id);
  return doomed;
}

async function listNamespaces(context: Context): Promise<string[]> {
  if (!hasNamespaces(context.capabilities)) return [];
  const prefix = context.names.namespace("");
  const names = await readdir(NAMESPACES).catch(() => []);
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}

async function listMarked(context: Context): Promise<string[]> {
  const prefix = context.names.marker("");
  const markers = [...(await readMarkers()).values()];
  return markers.filter((marker) => marker.startsWith(prefix)).map((marker) => marker.slice(prefix.length));
}
