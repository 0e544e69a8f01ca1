import { readFile, rename, writeFile } from "node:fs/promises";
import { systemCodeOf } from "../../base/errors.ts";

/** Writes aside and renames, so that a reader sees the old paper or the new one, never half of it. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The paper we wrote ourselves, or undefined if there is none. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
