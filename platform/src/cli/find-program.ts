import { access, constants } from "node:fs/promises";
import path from "node:path";

/** The absolute path of a program on PATH, or undefined. */
export async function findProgram(name: string, searchPath = ""): Promise<string | undefined> {
  for (const directory of searchPath.split(path.delimiter)) {
    if (directory === "") continue;
    const candidate = path.join(directory, name);
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}
