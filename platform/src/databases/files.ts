import { access, constants, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { systemCodeOf } from "../base/errors.ts";
import type { Environment } from "../base/exec.ts";

/** The file's text, or undefined if there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** True if the file may be executed. */
export async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The absolute path of a program on PATH, or undefined. */
export async function findProgram(program: string, env: Environment): Promise<string | undefined> {
  for (const directory of searchPath(env)) {
    const file = join(directory, program);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

/** The directories of PATH, in order. */
export function searchPath(env: Environment): readonly string[] {
  return (env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
}
