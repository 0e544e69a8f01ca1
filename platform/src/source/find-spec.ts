import { access, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PlatformError } from "../base/errors.ts";
import { isSkippedName } from "./skipped-names.ts";

/** Where an app's spec is looked for in its directory, first match wins. */
export const SPEC_PATHS: readonly string[] = [
  ".do/app.yaml",
  ".do/app.yml",
  "app.yaml",
  ".do/deploy.template.yaml",
];

/** What specs elsewhere are called: any YAML file in a directory for them, and files of telling names. */
const SPEC_LIKE =
  /(?:^|\/)\.(?:do|digitalocean)\/[^/]+\.ya?ml$|(?:^|\/)(?:do-)?app(?:[.-]?spec)?(?:[.-]\w+)?\.ya?ml$/;

/** Directories below the app's own in which other specs are looked for. */
const DEPTH = 3;
const MOST_NAMED = 5;

/**
 * The path of the app's spec file in `directory`.
 * @throws PlatformError `SPEC_NOT_FOUND`, which names specs in other places, or lists what was looked for
 */
export async function findSpec(directory: string): Promise<string> {
  // Directories of a spec in .do are relative to what is around it.
  const found = basename(directory) === ".do" ? undefined : await specIn(directory);
  if (found !== undefined) return found;
  throw new PlatformError("SPEC_NOT_FOUND", `there is no app spec in ${directory}`, {
    fault: "usage",
    hint: (await hintAbove(directory)) ?? (await hintBelow(directory)),
  });
}

async function specIn(directory: string): Promise<string | undefined> {
  for (const path of SPEC_PATHS) {
    const candidate = join(directory, path);
    if (await exists(candidate)) return candidate;
  }
  return undefined;
}

async function hintAbove(directory: string): Promise<string | undefined> {
  for (let at = directory; at !== dirname(at);) {
    at = dirname(at);
    const spec = await specIn(at);
    if (spec !== undefined) return `${spec} is the spec of a directory above; run it there or use -C ${at}`;
  }
  return undefined;
}

async function hintBelow(directory: string): Promise<string> {
  const others = (await specsBelow(directory, "", DEPTH)).slice(0, MOST_NAMED);
  if (others.length > 0) return `name one of these with --spec: ${others.join(", ")}`;
  return `looked for ${SPEC_PATHS.join(", ")}; name another file with --spec`;
}

/** Paths of files that may be specs, those nearer to the top first. */
async function specsBelow(root: string, prefix: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => prefix + name);
  const directories = entries.filter((entry) => entry.isDirectory() && !isSkippedName(entry.name));
  const below: string[] = [];
  if (depth > 0)
    for (const { name } of directories)
      below.push(...(await specsBelow(root, `${prefix}${name}/`, depth - 1)));
  return [...files.filter((path) => SPEC_LIKE.test(path)).sort(), ...below];
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
