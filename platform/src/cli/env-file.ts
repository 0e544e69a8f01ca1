import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { systemCodeOf } from "../base/errors.ts";
import { unreadableFile } from "./resolve-directory.ts";

export type Values = Readonly<Record<string, string | undefined>>;

/** Holds values of one app beside its spec, never committed. */
export const APP_ENV_FILE = "ashore.env";

/**
 * Where values are looked for, first match wins: the file of `--env-file`, `ashore.env`, the environment.
 * @param ownDirectory of `besideSpec`
 * @throws PlatformError `ENV_FILE_UNREADABLE` if a named file cannot be read
 */
export async function readValueSources(
  ownDirectory: string,
  envFile: string | undefined,
  environment: Values,
): Promise<readonly Values[]> {
  const named = envFile === undefined ? {} : await readEnvFile(envFile, { optional: false });
  const beside = await readEnvFile(path.join(ownDirectory, APP_ENV_FILE), { optional: true });
  return [named, beside, environment];
}

/** What the sources have of the names; a name that none has is left out. */
export function gatherValues(names: Iterable<string>, sources: readonly Values[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = lookUp(name, sources);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The first value that any source has for a name. */
export function lookUp(name: string, sources: readonly Values[]): string | undefined {
  for (const source of sources) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

async function readEnvFile(file: string, { optional }: { optional: boolean }): Promise<Values> {
  try {
    const text = await readFile(file, "utf8");
    return parseEnv(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    if (optional && systemCodeOf(cause) === "ENOENT") return {};
    throw unreadableFile("ENV_FILE_UNREADABLE", file, cause);
  }
}
