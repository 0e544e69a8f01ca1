import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import type { Environment } from "../base/exec.ts";
import type { BuildMachine } from "./machine.ts";

/** Settings that name places of this machine, or that only its own npm knows. */
const MACHINE_ONLY =
  /^\s*(?:prefix|cache|tmp|nodedir|userconfig|globalconfig|init-module|logs-dir|python)\s*=/i;

/**
 * Gives a build's private HOME the registries, mirrors and certificates this machine's package managers use:
 * `.npmrc` (read by npm, pnpm and yarn 1) and `.config/pip/pip.conf`, system-wide settings first.
 */
export async function writeRegistrySettings(machine: BuildMachine, home: string): Promise<void> {
  const { passEnv, userHome } = machine;
  const npm = await readAll([
    "/usr/etc/npmrc",
    "/usr/local/etc/npmrc",
    "/etc/npmrc",
    passEnv["npm_config_globalconfig"],
    passEnv["npm_config_userconfig"] ?? join(userHome, ".npmrc"),
  ]);
  const kept = npm.split("\n").filter((line) => !MACHINE_ONLY.test(line));
  await mkdir(join(home, ".config/pip"), { recursive: true });
  await writeFile(join(home, ".npmrc"), kept.join("\n"), { mode: 0o600 });
  const pip = await readFirst([
    passEnv["PIP_CONFIG_FILE"],
    join(userHome, ".config/pip/pip.conf"),
    join(userHome, ".pip/pip.conf"),
  ]);
  if (pip !== "") await writeFile(join(home, ".config/pip/pip.conf"), pip, { mode: 0o600 });
}

/** The passed variables without those whose file was copied into the private HOME. */
export function withoutSettingsFiles(environment: Environment): Environment {
  const copied = new Set([
    "npm_config_globalconfig",
    "npm_config_userconfig",
    "npm_config_cache",
    "PIP_CONFIG_FILE",
  ]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !copied.has(name)));
}

/** Files and directories the passed variables name, such as certificate bundles; they have to be shown. */
export async function filesOf(environment: Environment): Promise<string[]> {
  const paths = Object.values(environment).filter((value) => isAbsolute(value) && dirname(value) !== value);
  const present = await Promise.all(paths.map(isThere));
  return [...new Set(paths.filter((_path, index) => present[index]))];
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function readFirst(paths: readonly (string | undefined)[]): Promise<string> {
  for (const path of paths) {
    const text = await readAll([path]);
    if (text !== "") return text;
  }
  return "";
}

async function readAll(paths: readonly (string | undefined)[]): Promise<string> {
  const named = [...new Set(paths)].filter((path) => path !== undefined);
  const texts = await Promise.all(named.map((path) => readFile(path, "utf8").catch(() => "")));
  return texts.filter((text) => text.trim() !== "").join("\n");
}
