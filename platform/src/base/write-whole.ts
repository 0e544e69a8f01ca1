import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file that only its owner may read aside and renames it: a reader, or who comes after a crash, sees the old text or the new one, never
 * half of it. Of several writers at once, in one process or in many, the last one wins.
 * @param options `flush`: the text is on disk when this resolves
 */
export async function writeWhole(
  path: string,
  text: string,
  options: { readonly flush?: boolean } = {},
): Promise<void> {
  const aside = `${path}.new-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(aside, text, { mode: 0o600, ...options });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
