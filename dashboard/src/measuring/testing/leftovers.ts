import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { readProcesses, readVariable } from "../processes.ts";
import { DIRECTORY_PREFIX, MARKER_VARIABLE, parseMarker } from "../sample-marker.ts";

/** Living processes of the samples of a worker; by default of this very process. */
export function sampleProcesses(workerPid: number = process.pid): number[] {
  return readProcesses().flatMap(({ pid, state }) => {
    const marker = state === "Z" ? null : parseMarker(readVariable(pid, MARKER_VARIABLE) ?? "");
    return marker?.workerPid === workerPid ? [pid] : [];
  });
}

/** Directories of the samples of a worker. */
export function sampleDirectories(workerPid: number = process.pid): string[] {
  return readdirSync(tmpdir()).filter((name) => {
    const marker = name.startsWith(DIRECTORY_PREFIX)
      ? parseMarker(name.slice(DIRECTORY_PREFIX.length))
      : null;
    return marker?.workerPid === workerPid;
  });
}

/** Everything there is of a worker's samples. */
export function leftovers(workerPid: number = process.pid): { processes: number[]; directories: string[] } {
  return { processes: sampleProcesses(workerPid), directories: sampleDirectories(workerPid) };
}
