import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endTree } from "./end-tree.ts";
import { readProcess, readProcesses, readVariable } from "./processes.ts";
import {
  DIRECTORY_PREFIX,
  MARKER_VARIABLE,
  ownNamespace,
  parseMarker,
  type SampleMarker,
} from "./sample-marker.ts";
import { createTree } from "./sample-tree.ts";

export interface SweepReport {
  readonly processesEnded: number;
  readonly directoriesRemoved: number;
  /** What could not be ended or removed, for a person to look at. */
  readonly left: readonly string[];
}

/** Whose pids we cannot read may still live; after this long its samples do not. */
const FOREIGN_AGE_MS = 3_600_000;

/** Ends and removes what workers left behind that are gone, e.g. because they were killed. For the start of a worker. */
export async function sweepLeftovers(): Promise<SweepReport> {
  const found = findProcesses();
  const left: string[] = [];
  for (const marker of new Set(found.values())) {
    // No root: it went with its worker. The marker alone tells who belongs.
    const survivors = await endTree(createTree(-1, marker));
    left.push(...survivors.map(({ pid }) => `process ${pid}`));
  }
  const directories = await removeDirectories(left);
  return {
    processesEnded: found.size - left.filter((one) => one.startsWith("process ")).length,
    directoriesRemoved: directories,
    left,
  };
}

/** pid → marker of the processes of workers that are gone. */
function findProcesses(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { pid, state } of readProcesses()) {
    const text = state === "Z" ? null : readVariable(pid, MARKER_VARIABLE);
    const marker = text === null ? null : parseMarker(text);
    if (text !== null && marker !== null && isAbandoned(marker)) found.set(pid, text);
  }
  return found;
}

async function removeDirectories(left: string[]): Promise<number> {
  let count = 0;
  for (const name of await readdir(tmpdir())) {
    const marker = name.startsWith(DIRECTORY_PREFIX)
      ? parseMarker(name.slice(DIRECTORY_PREFIX.length))
      : null;
    const path = join(tmpdir(), name);
    if (marker === null || !(isAbandoned(marker) || (await isForeignAndOld(marker, path)))) continue;
    try {
      await rm(path, { recursive: true, force: true });
      count += 1;
    } catch {
      left.push(`directory ${path}`);
    }
  }
  return count;
}

function isAbandoned({ workerPid, workerStart, namespace }: SampleMarker): boolean {
  return namespace === ownNamespace() && !isAlive(workerPid, workerStart);
}

async function isForeignAndOld({ namespace }: SampleMarker, path: string): Promise<boolean> {
  if (namespace === ownNamespace()) return false;
  const { mtimeMs } = await stat(path);
  return Date.now() - mtimeMs > FOREIGN_AGE_MS;
}

function isAlive(pid: number, start: number): boolean {
  if (process.platform === "linux") return readProcess(pid)?.startTicks === start;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
