import { readFile } from "node:fs/promises";
import path from "node:path";
import { systemCodeOf } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import type { AshoreYaml } from "./ashore-yaml.ts";
import type { Values } from "./env-file.ts";

export const ASHORE_YAML = "ashore.yaml";

/**
 * Reads `ashore.yaml` of a directory; without one, nothing is attached or silenced.
 * @param ownDirectory of `besideSpec`
 * @param sources fill in `${NAME}`, first match wins
 */
export async function readAshoreYaml(
  ownDirectory: string,
  sources: readonly Values[],
): Promise<AshoreYaml & { problems: readonly Problem[] }> {
  const file = path.join(ownDirectory, ASHORE_YAML);
  const text = await readIfThere(file);
  if (text === undefined) return { attach: {}, silence: [], problems: [] };
  // Few apps have the file, and a YAML parser takes as long to load as all else that an `up` needs.
  const { parseAshoreYaml } = await import("./ashore-yaml.ts");
  return parseAshoreYaml(text, file, sources);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
