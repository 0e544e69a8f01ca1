import { readdir, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Context } from "./context.ts";
import { cgroupOf } from "./members.ts";

/** Removes the instance's control groups, and ours around them when it was the last. */
export async function endGroup(context: Context, id: string): Promise<void> {
  const group = cgroupOf(context, id);
  if (!group) return;
  await group.remove();
  // Not empty: others still run.
  for (const directory of group.directories) await rmdir(dirname(directory)).catch(() => undefined);
}

/** Ids of all control groups that carry our label. */
export async function listGroups(context: Context): Promise<string[]> {
  const directories = cgroupOf(context, "any")?.directories ?? [];
  const lists = await Promise.all(directories.map((path) => listBelow(dirname(path))));
  return lists.flat();
}

async function listBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
