import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { cgroupAt, createCgroup, type Cgroup } from "../base/sandbox.ts";
import type { BuildMachine } from "./machine.ts";

const PIDS = 4096;

/** A control group for one build with its memory limit; null where this machine has none. */
export async function openBuildGroup(machine: BuildMachine, memoryBytes: number): Promise<Cgroup | null> {
  const { cgroup } = machine.capabilities;
  if (cgroup === null) return null;
  const name = `${prefixOf(machine)}${randomBytes(6).toString("hex")}`;
  return createCgroup(cgroup, name, { memoryBytes, cpus: null, pids: PIDS }, machine.clock);
}

/** Ends and removes the groups of builds whose control plane was killed. */
export async function sweepBuildGroups(machine: BuildMachine): Promise<void> {
  const { cgroup } = machine.capabilities;
  if (cgroup === null) return;
  const roots = new Set([cgroup.memory, cgroup.cpu, cgroup.pids, cgroup.kill, cgroup.freezer]);
  const present = [...roots].filter((root) => root !== null);
  const lists = await Promise.all(present.map((root) => readdir(root)));
  const ours = new Set(lists.flat().filter((name) => name.startsWith(prefixOf(machine))));
  for (const name of ours) await cgroupAt(cgroup, name, machine.clock).remove();
}

/** Tells the builds of this home from those of another one on the same machine. */
function prefixOf(machine: BuildMachine): string {
  const home = createHash("sha256").update(machine.home).digest("hex").slice(0, 6);
  return `ashore-build-${home}-`;
}
