import { access, constants } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

/** Absolute paths of all programs of these names on a PATH, in its order. */
export async function findPrograms(names: readonly string[], searchPath: string): Promise<string[]> {
  const directories = searchPath.split(":").filter((directory) => isAbsolute(directory));
  const candidates = directories.flatMap((directory) => names.map((name) => join(directory, name)));
  const executable = await Promise.all([...new Set(candidates)].map(isExecutable));
  return [...new Set(candidates)].filter((_path, index) => executable[index]);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
