import { cpus } from "node:os";
import { readText } from "./processes.ts";
import { readTree, type SampleTree } from "./sample-tree.ts";

/** Watches the host from now until `stop`, which gives the share of CPU time others had, 0 to 1; null if unknown. */
export type HostReader = (tree: SampleTree) => { stop(): number | null };

/** CPU time up to now, in seconds. */
export interface CpuTimes {
  /** Spent by everything that competes for the same processors. */
  readonly busy: number;
  /** There was to spend, busy or idle. */
  readonly total: number;
}

const POLL_MS = 500;
/** The kernel's unit in /proc, fixed for user space on every architecture Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * How much CPU time went to processes that are not the sample's. Read often, because a process that has ended takes
 * its count along: what it used after the last look is lost.
 */
export const watchForeignCpu: HostReader = (tree) => {
  const source = chooseSource();
  const before = source();
  const ownTicks = new Map<string, number>();
  const look = (): void => {
    for (const { pid, startTicks, cpuTicks } of readTree(tree))
      ownTicks.set(`${pid}/${startTicks}`, cpuTicks);
  };
  const timer = setInterval(look, POLL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      const after = source();
      const own = [...ownTicks.values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND;
      return before === null || after === null ? null : foreignShare(before, after, own);
    },
  };
};

/** The part of the CPU time between two readings that was neither idle nor our own. */
export function foreignShare(before: CpuTimes, after: CpuTimes, ownSeconds: number): number | null {
  const total = after.total - before.total;
  if (!(total > 0)) return null;
  const foreign = after.busy - before.busy - ownSeconds;
  return Math.min(1, Math.max(0, foreign / total));
}

/** The first line of /proc/stat. Time the hypervisor gave to others counts as busy, waiting for disks as idle. */
export function parseMachineTimes(stat: string): CpuTimes | null {
  const [label, ...fields] = (stat.split("\n")[0] ?? "").trim().split(/\s+/);
  // user nice system idle iowait irq softirq steal; guest time, which follows, is contained in user (proc_stat(5)).
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    fields.map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  if (label !== "cpu" || !(busy + idle > 0)) return null;
  return { busy: busy / TICKS_PER_SECOND, total: (busy + idle + iowait) / TICKS_PER_SECOND };
}

/** How many processors a cgroup may use at once, of its `cpu.max`; null: as many as there are. */
export function parseCpuLimit(cpuMax: string): number | null {
  const [quota, period] = cpuMax.trim().split(" ").map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : null;
}

/** CPU time used in a cgroup, of its `cpu.stat`. */
export function parseCgroupBusy(cpuStat: string): number | null {
  const usec = /^usage_usec (\d+)$/m.exec(cpuStat)?.[1];
  return usec === undefined ? null : Number(usec) / 1e6;
}

/** How often the kernel ended a process of this container because memory ran out. */
export function memoryKillCount(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readText("/sys/fs/cgroup/memory.events") ?? "")?.[1] ?? 0);
}

/**
 * In a container that may use only part of a machine, the rest of the machine is not what we compete with: there the
 * container's own account counts.
 */
function chooseSource(): () => CpuTimes | null {
  const limit = parseCpuLimit(readText("/sys/fs/cgroup/cpu.max") ?? "");
  if (limit === null || limit >= cpus().length) return () => parseMachineTimes(readText("/proc/stat") ?? "");
  return () => {
    const busy = parseCgroupBusy(readText("/sys/fs/cgroup/cpu.stat") ?? "");
    return busy === null ? null : { busy, total: (performance.now() / 1000) * limit };
  };
}
