import { lstat, readdir, readlink, realpath, rename, rm } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { copyTree } from "./trees.ts";

/** Never published when a site is the component's directory itself. */
const PRIVATE = ["node_modules", ".ashore", ".git"];

export interface SiteMove {
  /** The component's directory on this machine, and how the build saw it. */
  readonly workspace: string;
  readonly inside: string;
  /** What is published; below the workspace. */
  readonly output: string;
  readonly target: string;
  readonly say: (line: string) => void;
}

/**
 * Moves a site's files to `target` and makes them stand alone: a link into the workspace becomes what it leads to,
 * any other link is left out, because the router would follow it with rights the build did not have.
 */
export async function publishSite(move: SiteMove): Promise<void> {
  const workspace = await realpath(move.workspace);
  if (move.output === workspace)
    for (const name of PRIVATE) await rm(join(workspace, name), { recursive: true, force: true });
  await settleLinks(move.output, { ...move, workspace });
  await rename(move.output, move.target);
}

async function settleLinks(directory: string, move: SiteMove): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isSymbolicLink()) await settleLink(path, move);
    else if (entry.isDirectory()) await settleLinks(path, move);
    else if (!entry.isFile()) await rm(path, { force: true });
  }
}

async function settleLink(path: string, move: SiteMove): Promise<void> {
  const target = await resolveLink(path, move);
  await rm(path);
  if (target === undefined) {
    move.say(
      `${relative(move.output, path)} is a link that leads out of the build or nowhere: it is not published`,
    );
    return;
  }
  await copyTree(target, path);
  // What was copied may hold links itself.
  if ((await lstat(path)).isDirectory()) await settleLinks(path, move);
}

/** What a link leads to, if that is in the workspace and does not hold the link itself. */
async function resolveLink(path: string, { workspace, inside }: SiteMove): Promise<string | undefined> {
  const text = await readlink(path);
  const onMachine =
    isAbsolute(text) && isBelow(inside, text) ? join(workspace, relative(inside, text)) : text;
  try {
    const target = await realpath(resolve(path, "..", onMachine));
    return isBelow(workspace, target) && !isBelow(target, path) ? target : undefined;
  } catch {
    return undefined;
  }
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}
