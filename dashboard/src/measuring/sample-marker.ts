import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { readProcess } from "./processes.ts";

/** The variable in the environment of every process of a sample. */
export const MARKER_VARIABLE = "DASHBOARD_SAMPLE";
/** Beginning of a sample's directory under the system's temporary directory; the marker follows. */
export const DIRECTORY_PREFIX = "dashboard-sample-";

/** Names one sample and the worker it belongs to, so that a later worker can tell whether that one still lives. */
export interface SampleMarker {
  readonly id: string;
  readonly workerPid: number;
  /** A pid is used again; together with its start time it is not. */
  readonly workerStart: number;
  /** Pids mean nothing in another pid namespace. 0 where there are none. */
  readonly namespace: number;
}

/** A marker for a new sample of this very process. */
export function createMarker(): SampleMarker {
  return {
    id: randomBytes(4).toString("hex"),
    workerPid: process.pid,
    workerStart: readProcess(process.pid)?.startTicks ?? 0,
    namespace: ownNamespace(),
  };
}

export function formatMarker({ id, workerPid, workerStart, namespace }: SampleMarker): string {
  return [id, workerPid, workerStart, namespace].join(".");
}

/** null: none of ours. */
export function parseMarker(text: string): SampleMarker | null {
  const [, id, pid, start, namespace] = /^([0-9a-f]{8})\.(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  if (id === undefined) return null;
  return { id, workerPid: Number(pid), workerStart: Number(start), namespace: Number(namespace) };
}

/** The pid namespace we are in. */
export function ownNamespace(): number {
  try {
    return Number(/\[(\d+)\]/.exec(readlinkSync("/proc/self/ns/pid"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
