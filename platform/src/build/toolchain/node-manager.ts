import { readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import semver from "semver";
import { BuildFailed } from "../build-failed.ts";
import { copyTree } from "../trees.ts";
import { findOnMachine } from "../machine.ts";
import { fetchPackage, linkPrograms, newestIn, offeredVersions } from "./npm-registry.ts";
import { isThere, makeOnce, type ToolSource } from "./tool-source.ts";

export interface NodeManager {
  readonly name: "npm" | "yarn" | "pnpm";
  readonly version: string;
  /** Directory of its programs. */
  readonly bin: string;
  /** Directory that has to be shown to run it. */
  readonly mount: string;
}

const NPM_PROGRAMS = { npm: "bin/npm-cli.js", npx: "bin/npx-cli.js" };
const PNPM_PROGRAMS = { pnpm: "bin/pnpm.cjs", pnpx: "bin/pnpx.cjs" };
const YARN_PROGRAMS = { yarn: "bin/yarn.js", yarnpkg: "bin/yarn.js" };

/**
 * npm for a Node: this machine's own where it fits, else the major that Node came with.
 * @param wanted from `packageManager` or `engines.npm`; null: any
 */
export async function findNpm(
  wanted: string | null,
  nodeVersion: string,
  source: ToolSource,
): Promise<NodeManager> {
  const range = readRange("npm", wanted, source) ?? "*";
  const own = await machineNpm(source);
  if (own && semver.satisfies(own.version, range) && semver.satisfies(nodeVersion, own.nodeRange)) {
    return adoptNpm(own, source);
  }
  const bundled = `${npmMajorOf(nodeVersion)}.x`;
  const limit = semver.intersects(range, bundled) ? `${range} ${bundled}` : range;
  const spelled = range.includes("||") ? range : limit;
  return fetchManager("npm", { packageName: "npm", range: spelled, programs: NPM_PROGRAMS }, source);
}

/** @param berry true for a lockfile of yarn 2 and newer that brings no yarn of its own */
export async function findYarn(
  wanted: string | null,
  berry: boolean,
  source: ToolSource,
): Promise<NodeManager> {
  const range = readRange("yarn", wanted, source);
  const modern = range === undefined ? berry : (semver.minVersion(range)?.major ?? 1) >= 2;
  const packageName = modern ? "@yarnpkg/cli-dist" : "yarn";
  const usual = modern ? (range ?? "4.x") : fitsMajor(range, 1);
  return fetchManager("yarn", { packageName, range: usual, programs: YARN_PROGRAMS }, source);
}

/** @param lockfileVersion as pnpm-lock.yaml says it, e.g. `9.0`; null without one */
export async function findPnpm(
  wanted: string | null,
  lockfileVersion: string | null,
  source: ToolSource,
): Promise<NodeManager> {
  const major = pnpmMajorOf(lockfileVersion);
  const range = readRange("pnpm", wanted, source) ?? `${major}.x`;
  // `engines.pnpm: >=8` says nothing of the lockfile.
  const usual = semver.intersects(range, `${major}.x`) && !isExact(range) ? `${major}.x` : range;
  return fetchManager("pnpm", { packageName: "pnpm", range: usual, programs: PNPM_PROGRAMS }, source);
}

interface Wanted {
  readonly packageName: string;
  readonly range: string;
  readonly programs: Readonly<Record<string, string>>;
}

async function fetchManager(
  name: NodeManager["name"],
  { packageName, range, programs }: Wanted,
  source: ToolSource,
): Promise<NodeManager> {
  const exact = semver.valid(range);
  const version = exact ?? newestIn(await offeredVersions(packageName, source), range);
  if (version === undefined) throw new BuildFailed("BuildJobFailed", `no ${name} version fits ${range}`);
  const destination = join(source.machine.toolchains, name, version);
  await fetchPackage({ name: packageName, version, destination }, programs, source);
  return { name, version, bin: join(destination, "bin"), mount: destination };
}

interface MachineNpm {
  readonly version: string;
  readonly nodeRange: string;
  readonly directory: string;
}

async function machineNpm(source: ToolSource): Promise<MachineNpm | undefined> {
  const [program] = await findOnMachine(source.machine, ["npm"]);
  if (program === undefined) return undefined;
  const directory = dirname(dirname(await realpath(program)));
  // Some distributions spread npm's dependencies over the system; a copy of that would not work.
  if (!(await isThere(join(directory, "node_modules/semver")))) return undefined;
  const manifest = await readJson(join(directory, "package.json"));
  const version = semver.valid(String(manifest["version"]));
  if (version === null || manifest["name"] !== "npm") return undefined;
  const engines = manifest["engines"] as { node?: string } | undefined;
  return { version, nodeRange: engines?.node ?? "*", directory };
}

/** A copy, so that an update of this machine's npm does not change what an artifact runs. */
async function adoptNpm(own: MachineNpm, source: ToolSource): Promise<NodeManager> {
  const destination = join(source.machine.toolchains, "npm", own.version);
  await makeOnce(destination, async (scratch) => {
    await copyTree(own.directory, join(scratch, "package"));
    await linkPrograms(scratch, NPM_PROGRAMS);
  });
  return { name: "npm", version: own.version, bin: join(destination, "bin"), mount: destination };
}

function npmMajorOf(nodeVersion: string): number {
  const major = semver.major(nodeVersion);
  if (major >= 24) return 11;
  if (major >= 18) return 10;
  return major >= 16 ? 8 : 6;
}

function pnpmMajorOf(lockfileVersion: string | null): number {
  const version = Number.parseFloat(lockfileVersion ?? "9");
  if (version >= 9) return 10;
  if (version >= 6) return 8;
  return version >= 5.4 ? 7 : 6;
}

function isExact(range: string): boolean {
  return semver.valid(range) !== null;
}

function fitsMajor(range: string | undefined, major: number): string {
  return range !== undefined && isExact(range) ? range : `${major}.x`;
}

/** `10.2.0+sha512.…` is a version with the hash corepack checks. */
function readRange(name: string, wanted: string | null, source: ToolSource): string | undefined {
  if (wanted === null) return undefined;
  const valid = semver.valid(wanted.split("+")[0]) ?? semver.validRange(wanted);
  if (valid === null) source.say(`The ${name} version ${wanted} cannot be read; using the usual one`);
  return valid ?? undefined;
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
}
