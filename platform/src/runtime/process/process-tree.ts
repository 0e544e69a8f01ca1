import { readdir, readFile } from "node:fs/promises";

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/** Every process of the machine with its parent; zombies are left out. */
export async function readProcesses(): Promise<ProcessEntry[]> {
  const pids = await readPids();
  const entries = await Promise.all(pids.map(readEntry));
  return entries.filter((entry) => entry !== undefined);
}

/** Arguments with a NUL behind each; "" for a process that is gone. */
export function commandLineOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
}

export function childrenOf(parent: number, processes: readonly ProcessEntry[]): number[] {
  return processes.filter((entry) => entry.parent === parent).map((entry) => entry.pid);
}

/** All that descend from `root`, nearest first, without `root` itself. */
export function descendantsOf(root: number, processes: readonly ProcessEntry[]): number[] {
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.shift(); pid !== undefined; pid = queue.shift()) {
    const children = childrenOf(pid, processes);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

/** Processes whose first environment holds `ASHORE_INSTANCE=<marker>`, by marker; those we may not read are left out. */
export async function readMarkers(): Promise<Map<number, string>> {
  const pids = await readPids();
  const pairs = await Promise.all(pids.map(async (pid) => [pid, await readMarker(pid)] as const));
  return new Map(pairs.flatMap(([pid, marker]) => (marker === undefined ? [] : [[pid, marker] as const])));
}

async function readMarker(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  const start = "ASHORE_INSTANCE=";
  return text
    .split("\0")
    .find((entry) => entry.startsWith(start))
    ?.slice(start.length);
}

async function readPids(): Promise<number[]> {
  const names = await readdir("/proc");
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

async function readEntry(pid: number): Promise<ProcessEntry | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat === undefined) return undefined;
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : { pid, parent: Number(parent) };
}
