import { exec } from "../../base/exec.ts";
import type { Machine } from "../family.ts";
import { findProgram } from "../files.ts";

export type CacheEngine = "REDIS" | "VALKEY";

export interface CacheProgram {
  readonly file: string;
  /** As processes show it, e.g. `redis-server`. */
  readonly name: string;
}

/** Both speak the same protocol, so each stands in for the other where only one is installed. */
const PROGRAMS: Readonly<Record<CacheEngine, readonly string[]>> = {
  REDIS: ["redis-server", "valkey-server"],
  VALKEY: ["valkey-server", "redis-server"],
};

export const PROGRAM_NAMES = PROGRAMS.REDIS;

export async function findCacheProgram(
  engine: CacheEngine,
  machine: Pick<Machine, "passEnv">,
): Promise<CacheProgram | undefined> {
  for (const name of PROGRAMS[engine]) {
    const file = await findProgram(name, machine.passEnv);
    if (file !== undefined) return { file, name };
  }
  return undefined;
}

/** The program's version as it says it, e.g. "7.0.15"; "" if it does not. */
export async function cacheVersion(program: CacheProgram): Promise<string> {
  const { stdout } = await exec([program.file, "--version"]);
  return /v=([\d.]+)/.exec(stdout)?.[1] ?? "";
}
