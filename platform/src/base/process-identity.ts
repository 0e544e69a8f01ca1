import { readFile } from "node:fs/promises";

/**
 * What tells one process from every other one, also after a reboot or when its pid was given away again.
 * `startTicks` is field 22 of /proc/PID/stat (clock ticks since boot).
 */
export interface ProcessIdentity {
  readonly bootId: string;
  readonly pid: number;
  readonly startTicks: number;
}

/** The identity of a live process, or undefined if there is none with that pid (a zombie counts as none). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const [bootId, startTicks] = await Promise.all([readBootId(), readStartTicks(pid)]);
  return startTicks === undefined ? undefined : { bootId, pid, startTicks };
}

/** True while exactly this process lives. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid);
  return now !== undefined && now.startTicks === identity.startTicks && now.bootId === identity.bootId;
}

async function readBootId(): Promise<string> {
  const text = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  return text.trim();
}

async function readStartTicks(pid: number): Promise<number | undefined> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  return Number(fields[19]);
}
