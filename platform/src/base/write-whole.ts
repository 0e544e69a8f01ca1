import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

export interface WriteOptions {
  /** Permissions of the file. Default: its owner alone. */
  readonly mode?: number;
  /** True: it is on disk when this resolves. */
  readonly flush?: boolean;
}

/**
 * Writes a file aside and renames it: a reader, or who comes after a crash, sees the old text or the new one, never
 * half of it. Of several writers at once, in one process or in many, the last one wins.
 */
export async function writeWhole(path: string, text: string, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o600, flush = false } = options;
  const aside = `${path}.new-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(aside, text, { mode, flush });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
