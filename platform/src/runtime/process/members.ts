import { readFile } from "node:fs/promises";
import { isAlive } from "../../base/process-identity.ts";
import { cgroupAt, type Cgroup } from "../../base/sandbox.ts";
import type { Instance } from "../../plan/instance.ts";
import type { Context } from "./context.ts";
import { descendantsOf, readMarkers, readProcesses } from "./process-tree.ts";

/**
 * Live processes of the instance, its first one among them. In a box every orphan goes to the box's own first process,
 * so the descendants are all; without one a daemon is found by the marker in its environment.
 */
export async function membersOf(context: Context, instance: Instance): Promise<number[]> {
  if (!(await isAlive(instance.identity))) return isBoxed(context) ? [] : markedAs(context, instance.id);
  const { pid } = instance.identity;
  const below = [pid, ...descendantsOf(pid, await readProcesses())];
  return isBoxed(context) ? below : [...new Set([...below, ...(await markedAs(context, instance.id))])];
}

export async function markedAs(context: Context, id: string): Promise<number[]> {
  const marker = context.names.marker(id);
  const markers = await readMarkers();
  return [...markers].filter(([, value]) => value === marker).map(([pid]) => pid);
}

/** The instance's control group, or null where there are none. */
export function cgroupOf(context: Context, id: string): Cgroup | null {
  const { cgroup } = context.capabilities;
  return cgroup === null ? null : cgroupAt(cgroup, context.names.cgroup(id), context.clock);
}

/** Bytes in use by the whole tree: what its control group counts, else the sum of proportional set sizes. */
export async function memoryOf(context: Context, instance: Instance): Promise<number> {
  const counted = await cgroupOf(context, instance.id)?.memoryBytes();
  if (counted !== undefined) return counted;
  const sizes = await Promise.all((await membersOf(context, instance)).map(readPss));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function readPss(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

function isBoxed(context: Context): boolean {
  return context.capabilities.programs.bwrap !== null;
}
