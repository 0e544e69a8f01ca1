import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import { systemCodeOf } from "../errors.ts";
import type { CgroupCapability } from "./capabilities.ts";

export interface CgroupLimits {
  /** Null: unlimited. */
  readonly memoryBytes: number | null;
  /** Share of one core, 0.5 is half of one; null: unlimited. */
  readonly cpus: number | null;
  readonly pids: number | null;
}

/** One group in every hierarchy it needs; it is plain paths, so it is found again after our death. */
export interface Cgroup {
  /** Directories whose `cgroup.procs` a process has to be written to. */
  readonly directories: readonly string[];
  setLimits(limits: CgroupLimits): Promise<void>;
  /** Bytes in use; undefined if memory is not accounted. */
  memoryBytes(): Promise<number | undefined>;
  /** How often the kernel ended a process of the group for want of memory. */
  oomKills(): Promise<number>;
  processes(): Promise<readonly number[]>;
  /** Ends every process of the group and returns when none is left. */
  kill(): Promise<void>;
  /** Kills what is left and removes the directories. Nothing happens if there are none. */
  remove(): Promise<void>;
}

const PERIOD_US = 100_000;
const POLL_MS = 2;
const KILL_WITHIN_MS = 5000;
const MAKE_TRIES = 5;

/** The group `name` (`ashore-<label>/<id>`); nothing is made until `make` is called. */
export function cgroupAt(capability: CgroupCapability, name: string, clock: Clock): Cgroup {
  const at = (root: string | null): string | null => (root === null ? null : `${root}/${name}`);
  const paths = {
    memory: at(capability.memory),
    cpu: at(capability.cpu),
    pids: at(capability.pids),
    kill: at(capability.kill),
    freezer: at(capability.freezer),
  };
  const directories = [...new Set(Object.values(paths))].filter((path) => path !== null);
  const version = capability.version;
  const anyDirectory = paths.kill ?? paths.freezer ?? directories[0] ?? null;
  const processes = (): Promise<number[]> => readPids(anyDirectory);
  const kill = (): Promise<void> => killAll(paths.kill, paths.freezer, processes, clock);
  return {
    directories,
    processes,
    kill,
    setLimits: (limits) => writeLimits(version, paths, limits),
    memoryBytes: () => readMemory(paths.memory, version),
    oomKills: () => readOomKills(paths.memory, version),
    remove: async () => {
      await kill();
      for (const directory of directories) await removeDirectory(directory, clock);
    },
  };
}

/** Makes the group with its limits, or finds it made already. */
export async function createCgroup(
  capability: CgroupCapability,
  name: string,
  limits: CgroupLimits,
  clock: Clock,
): Promise<Cgroup> {
  const group = cgroupAt(capability, name, clock);
  for (const directory of group.directories) await makeDirectory(directory);
  if (capability.version === 2) await delegateControllers(capability, name);
  await group.setLimits(limits);
  return group;
}

/** The directory above may be removed by whoever ended the last group in it, just before ours is made. */
async function makeDirectory(directory: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await mkdir(directory, { recursive: true });
      return;
    } catch (error) {
      if (systemCodeOf(error) !== "ENOENT" || tries === MAKE_TRIES) throw error;
    }
  }
}

async function delegateControllers(capability: CgroupCapability, name: string): Promise<void> {
  const root = capability.memory ?? capability.cpu ?? capability.pids;
  if (root === null) return;
  const wanted = (["memory", "cpu", "pids"] as const).filter((controller) => capability[controller] !== null);
  const parents = name.split("/").slice(0, -1);
  let directory = root;
  for (const part of ["", ...parents]) {
    directory = part === "" ? directory : `${directory}/${part}`;
    await writeFile(`${directory}/cgroup.subtree_control`, wanted.map((one) => `+${one}`).join(" "));
  }
}

interface LimitPaths {
  readonly memory: string | null;
  readonly cpu: string | null;
  readonly pids: string | null;
}

async function writeLimits(version: 1 | 2, paths: LimitPaths, limits: CgroupLimits): Promise<void> {
  if (paths.memory !== null) await writeMemoryLimit(version, paths.memory, limits.memoryBytes);
  if (paths.cpu !== null) await writeCpuLimit(version, paths.cpu, limits.cpus);
  if (paths.pids !== null) await writeFile(`${paths.pids}/pids.max`, String(limits.pids ?? "max"));
}

async function writeMemoryLimit(version: 1 | 2, path: string, bytes: number | null): Promise<void> {
  if (version === 2) {
    await writeFile(`${path}/memory.max`, String(bytes ?? "max"));
    if (bytes !== null) await writeFile(`${path}/memory.swap.max`, "0").catch(() => undefined);
    return;
  }
  await writeFile(`${path}/memory.limit_in_bytes`, String(bytes ?? -1));
  // Absent without swap accounting, and then there is nothing to limit.
  await writeFile(`${path}/memory.memsw.limit_in_bytes`, String(bytes ?? -1)).catch(() => undefined);
}

async function writeCpuLimit(version: 1 | 2, path: string, cpus: number | null): Promise<void> {
  const quota = cpus === null ? null : Math.round(cpus * PERIOD_US);
  if (version === 2) return writeFile(`${path}/cpu.max`, `${quota ?? "max"} ${PERIOD_US}`);
  await writeFile(`${path}/cpu.cfs_period_us`, String(PERIOD_US));
  await writeFile(`${path}/cpu.cfs_quota_us`, String(quota ?? -1));
}

async function readOomKills(path: string | null, version: 1 | 2): Promise<number> {
  if (path === null) return 0;
  const text = await readIfThere(`${path}/${version === 2 ? "memory.events" : "memory.oom_control"}`);
  return Number(/^oom_kill (\d+)$/m.exec(text ?? "")?.[1] ?? 0);
}

/** What the kernel could take back at once, the page cache, does not count. */
async function readMemory(path: string | null, version: 1 | 2): Promise<number | undefined> {
  if (path === null) return undefined;
  const [file, key] =
    version === 2 ? ["memory.current", "inactive_file"] : ["memory.usage_in_bytes", "total_inactive_file"];
  const [used, stat] = await Promise.all([
    readIfThere(`${path}/${file}`),
    readIfThere(`${path}/memory.stat`),
  ]);
  if (used === undefined) return undefined;
  const cache = Number(new RegExp(`^${key} (\\d+)$`, "m").exec(stat ?? "")?.[1] ?? 0);
  return Math.max(0, Number(used) - cache);
}

async function readPids(directory: string | null): Promise<number[]> {
  const text = directory === null ? undefined : await readIfThere(`${directory}/cgroup.procs`);
  return (text ?? "").split("\n").filter(Boolean).map(Number);
}

async function killAll(
  killPath: string | null,
  freezerPath: string | null,
  processes: () => Promise<number[]>,
  clock: Clock,
): Promise<void> {
  const deadline = clock.now() + KILL_WITHIN_MS;
  while ((await processes()).length > 0 && clock.now() < deadline) {
    if (killPath !== null) await writeFile(`${killPath}/cgroup.kill`, "1").catch(() => undefined);
    else await killFrozen(freezerPath, await processes());
    await clock.sleep(POLL_MS);
  }
}

/** Frozen processes cannot fork away between reading the list and killing it. */
async function killFrozen(freezerPath: string | null, pids: readonly number[]): Promise<void> {
  const freeze = (state: string): Promise<void> =>
    freezerPath === null
      ? Promise.resolve()
      : writeFile(`${freezerPath}/freezer.state`, state).catch(() => undefined);
  await freeze("FROZEN");
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone already: what we wanted.
    }
  }
  await freeze("THAWED");
}

async function removeDirectory(directory: string, clock: Clock): Promise<void> {
  const deadline = clock.now() + KILL_WITHIN_MS;
  for (;;) {
    try {
      return await rmdir(directory);
    } catch (error) {
      if (systemCodeOf(error) === "ENOENT") return;
      // A process that has just died still counts for a moment.
      if (systemCodeOf(error) !== "EBUSY" || clock.now() > deadline) throw error;
    }
    await clock.sleep(POLL_MS);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOENT" || code === "ENODEV") return undefined;
    throw error;
  }
}
