import { readdirSync, readFileSync } from "node:fs";

/** What /proc tells of a process. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  /** `Z`: it has ended and its parent has not taken notice. */
  readonly state: string;
  /** Since the machine started; with the pid it names a process for good. */
  readonly startTicks: number;
  /** User and system time of the process itself. */
  readonly cpuTicks: number;
}

/** Every process there is; none where there is no /proc. */
export function readProcesses(): readonly ProcessInfo[] {
  return listPids().flatMap((pid) => readProcess(pid) ?? []);
}

/** null: there is no such process. */
export function readProcess(pid: number): ProcessInfo | null {
  const stat = readText(`/proc/${pid}/stat`);
  return stat === null ? null : parseProcessStat(stat);
}

/** One line of /proc/<pid>/stat. The name in the parentheses may hold anything, further parentheses too. */
export function parseProcessStat(line: string): ProcessInfo | null {
  const nameEnd = line.lastIndexOf(")");
  const pid = Number.parseInt(line, 10);
  // After the name: state, ppid, pgrp, … (proc_pid_stat(5)); utime is field 14, starttime 22.
  const fields = line.slice(nameEnd + 2).split(" ");
  const [state, parentPid, groupId] = fields;
  if (nameEnd < 0 || Number.isNaN(pid) || state === undefined || fields.length < 20) return null;
  return {
    pid,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    state,
    startTicks: Number(fields[19]),
    cpuTicks: Number(fields[11]) + Number(fields[12]),
  };
}

/** The value of a variable in the environment a process was started with; null when unset or not ours to read. */
export function readVariable(pid: number, name: string): string | null {
  const entries = readText(`/proc/${pid}/environ`)?.split("\0") ?? [];
  return entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/** The command line of a process, words separated by blanks. */
export function readCommandLine(pid: number): string {
  return readText(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "";
}

function listPids(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Processes come and go while we read: a file that is not there any more is no error. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
