import { open } from "node:fs/promises";
import type { InstanceExit } from "../plan/instance.ts";

const MEANINGS: Readonly<Record<number, string>> = {
  126: "the command could not be executed",
  127: "the command was not found",
  134: "it aborted",
  137: "it was killed",
  139: "it crashed with a segmentation fault",
  143: "it was terminated",
};

/** `exited with code 127 (the command was not found)`, for messages. */
export function exitText(exit: InstanceExit): string {
  if (exit.outOfMemory) return "was killed because it used more memory than its size has";
  if (exit.code === null) return "ended";
  const meaning = MEANINGS[exit.code];
  return `exited with code ${exit.code}${meaning === undefined ? "" : ` (${meaning})`}`;
}

const TAIL_BYTES = 16 * 1024;

/** Enough for the error above a stack trace of usual depth. */
const LAST_LINES = 25;

/** The last lines of a log, none if it cannot be read. */
export async function lastLines(file: string, count = LAST_LINES): Promise<string[]> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-count);
  } catch {
    return [];
  }
}
