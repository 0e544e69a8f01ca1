import { readFile } from "node:fs/promises";
import { systemCodeOf } from "../../base/errors.ts";
import { writeWhole } from "../../base/write-whole.ts";

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeWhole(path, `${JSON.stringify(value)}\n`);
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
