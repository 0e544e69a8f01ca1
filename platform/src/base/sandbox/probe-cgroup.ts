import { randomBytes } from "node:crypto";
import { access, mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import type { CgroupCapability } from "./capabilities.ts";

interface Mount {
  readonly path: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** Which control groups we can make here, or null. Each hierarchy is tried by making and removing a group. */
export async function probeCgroup(isRoot: boolean): Promise<CgroupCapability | null> {
  if (!isRoot) return null;
  const mounts = await readMounts();
  const unified = mounts.find((mount) => mount.type === "cgroup2")?.path ?? null;
  const kill = unified !== null && (await canMake(unified, "cgroup.kill")) ? unified : null;
  const second = unified === null ? null : await probeVersion2(unified, kill);
  return second ?? (await probeVersion1(mounts, kill));
}

async function probeVersion2(unified: string, kill: string | null): Promise<CgroupCapability | null> {
  const available = (await readFile(`${unified}/cgroup.controllers`, "utf8").catch(() => ""))
    .trim()
    .split(/\s+/);
  const has = (name: string): string | null => (available.includes(name) ? unified : null);
  const wanted = ["memory", "cpu", "pids"].filter((name) => available.includes(name));
  if (!available.includes("memory") || !(await canEnable(unified, wanted))) return null;
  return { version: 2, memory: has("memory"), cpu: has("cpu"), pids: has("pids"), kill, freezer: null };
}

async function canEnable(unified: string, controllers: readonly string[]): Promise<boolean> {
  try {
    await writeFile(`${unified}/cgroup.subtree_control`, controllers.map((name) => `+${name}`).join(" "));
    return true;
  } catch {
    return false;
  }
}

async function probeVersion1(
  mounts: readonly Mount[],
  kill: string | null,
): Promise<CgroupCapability | null> {
  const first = mounts.filter((mount) => mount.type === "cgroup");
  const usable = async (controller: string): Promise<string | null> => {
    const path = first.find((mount) => mount.options.includes(controller))?.path;
    return path !== undefined && (await canMake(path, "cgroup.procs")) ? path : null;
  };
  const [memory, cpu, pids, freezer] = await Promise.all(["memory", "cpu", "pids", "freezer"].map(usable));
  const found = { memory: memory ?? null, cpu: cpu ?? null, pids: pids ?? null, freezer: freezer ?? null };
  if (kill === null && Object.values(found).every((path) => path === null)) return null;
  return { version: 1, ...found, kill };
}

async function canMake(root: string, file: string): Promise<boolean> {
  const trial = `${root}/ashore-probe-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(trial);
  } catch {
    return false;
  }
  try {
    await access(`${trial}/${file}`);
    return true;
  } catch {
    return false;
  } finally {
    await rmdir(trial);
  }
}

async function readMounts(): Promise<Mount[]> {
  const text = await readFile("/proc/mounts", "utf8");
  return text.split("\n").flatMap((line) => {
    const [, path, type, options] = line.split(" ");
    return path === undefined || type === undefined
      ? []
      : [{ path, type, options: (options ?? "").split(",") }];
  });
}
