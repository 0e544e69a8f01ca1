import { randomBytes } from "node:crypto";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCodeOf } from "../../base/errors.ts";
import type { BuildMachine } from "../machine.ts";

/** What finding and fetching a tool needs. */
export interface ToolSource {
  readonly machine: BuildMachine;
  /** Progress and notices, for the build's log. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a directory whole or not at all: `make` fills a scratch directory beside it, which is then renamed.
 * Does nothing if it is there already.
 */
export async function makeOnce(destination: string, make: (scratch: string) => Promise<void>): Promise<void> {
  if (await isThere(destination)) return;
  await mkdir(dirname(destination), { recursive: true });
  const scratch = `${destination}.part-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(scratch);
    await make(scratch);
    await rename(scratch, destination);
  } catch (error) {
    // Another build made the same tool in the meantime.
    if (!["ENOTEMPTY", "EEXIST"].includes(systemCodeOf(error) ?? "")) throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
