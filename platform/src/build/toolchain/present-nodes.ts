import { copyFile, link, mkdir, readdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import semver from "semver";
import { exec } from "../../base/exec.ts";
import { findOnMachine } from "../machine.ts";
import { isThere, makeOnce, type ToolSource } from "./tool-source.ts";

export interface NodeTool {
  readonly version: string;
  /** Directory that holds the `node` program, and in the end nothing else. */
  readonly bin: string;
  /** Directories that have to be shown to run it. */
  readonly mounts: readonly string[];
  /** Directory with `include/node`, for packages that compile; null: they fetch their own. */
  readonly headers: string | null;
}

/** Nodes that were fetched before, and those of this machine. */
export async function presentNodes(source: ToolSource): Promise<NodeTool[]> {
  const root = join(source.machine.toolchains, "node");
  const names = await readdir(root).catch(() => []);
  const fetched = names.filter((name) => /^[\d.]+$/.test(name)).map((name) => fetchedNode(root, name));
  const paths = await findOnMachine(source.machine, ["node"]);
  const programs = [...new Set(await Promise.all(paths.map((path) => realpath(path))))];
  // npm puts the Node a package asks for below node_modules, and takes it away again.
  const lasting = programs.filter((program) => !program.includes("/node_modules/"));
  const found = await Promise.all(lasting.map(describe));
  return [...fetched, ...found.filter((node) => node !== undefined)];
}

export function fetchedNode(root: string, version: string): NodeTool {
  const directory = join(root, version);
  return { version, bin: join(directory, "bin"), mounts: [directory], headers: join(directory, "package") };
}

/** The Node we run on. */
export function ownNode(): NodeTool {
  return { version: process.versions.node, bin: dirname(process.execPath), mounts: [], headers: null };
}

/**
 * Gives a Node from elsewhere a directory among the toolchains, so that its neighbours (npm, python3, …) do not come
 * onto the PATH with it. Our own is copied: it goes when Ashore is updated.
 */
export async function adoptNode(node: NodeTool, source: ToolSource): Promise<NodeTool> {
  const { toolchains } = source.machine;
  if (node.bin.startsWith(`${toolchains}/`)) return node;
  const own = node.bin === dirname(process.execPath);
  const directory = join(toolchains, "node", `${node.version}-${own ? "own" : "machine"}`);
  await makeOnce(directory, async (scratch) => {
    await mkdir(join(scratch, "bin"));
    const program = join(node.bin, "node");
    const target = join(scratch, "bin/node");
    if (own) await link(process.execPath, target).catch(() => copyFile(process.execPath, target));
    else await symlink(program, target);
  });
  return { ...node, bin: join(directory, "bin"), mounts: [directory, ...node.mounts] };
}

async function describe(program: string): Promise<NodeTool | undefined> {
  const { code, stdout } = await exec([program, "--version"], { timeoutMs: 10_000 });
  const version = semver.valid(stdout.trim());
  if (code !== 0 || version === null) return undefined;
  const bin = dirname(program);
  const prefix = dirname(bin);
  const headers = (await isThere(join(prefix, "include/node/node.h"))) ? prefix : null;
  // A box shows /usr anyway.
  return { version, bin, mounts: prefix.startsWith("/usr") ? [] : [prefix], headers };
}
