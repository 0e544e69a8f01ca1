import { access } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "../base/errors.ts";

/** Where an app's spec is looked for in its directory, first match wins. */
export const SPEC_PATHS: readonly string[] = [
  ".do/app.yaml",
  ".do/app.yml",
  "app.yaml",
  ".do/deploy.template.yaml",
];

/**
 * The path of the app's spec file in `directory`.
 * @throws PlatformError `SPEC_NOT_FOUND`, which lists what was looked for
 */
export async function findSpec(directory: string): Promise<string> {
  for (const path of SPEC_PATHS) {
    const candidate = join(directory, path);
    if (await exists(candidate)) return candidate;
  }
  throw new PlatformError("SPEC_NOT_FOUND", `there is no app spec in ${directory}`, {
    fault: "usage",
    hint: `looked for ${SPEC_PATHS.join(", ")}; name another file with --spec`,
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
