import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isSkippedName, PYTHON_ENVIRONMENT_MARK } from "./skipped-names.ts";

/** Every file and link below `root` but what tools make anew; relative paths, sorted. Links are not followed. */
export async function walkFiles(root: string): Promise<string[]> {
  const paths: string[] = [];
  await walk(root, "", paths);
  return paths.sort();
}

async function walk(root: string, prefix: string, paths: string[]): Promise<void> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true });
  if (prefix !== "" && entries.some((entry) => entry.name === PYTHON_ENVIRONMENT_MARK)) return;
  for (const entry of entries) {
    if (isSkippedName(entry.name)) continue;
    if (entry.isDirectory()) await walk(root, `${prefix}${entry.name}/`, paths);
    else if (entry.isFile() || entry.isSymbolicLink()) paths.push(`${prefix}${entry.name}`);
  }
}
