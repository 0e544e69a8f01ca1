import { readFileSync, readlinkSync } from "node:fs";
import { join, posix } from "node:path";
import type { TreeFile } from "./blob-id.ts";
import { inTurns } from "./in-turns.ts";

/** `..` as a path or the beginning of one, quoted, after `=`, `:`, a space or a bracket, or at a line's start. */
const PARENT_PATH = /(?:^|["'`\s=:(,@])(?:\.\/)?\.\.(?:\/|["'`\s);]|$)/m;
const QUOTED_PARENTS = /["'`(](?:\.\/)?((?:\.\.\/)+)/g;

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|css|scss|sass|less|html|mdx?)$/;
const WORKSPACE_MARK = /^(?:pnpm-workspace\.yaml|lerna\.json|nx\.json|turbo\.json|go\.work)$/;

export interface SeenDirectory {
  readonly root: string;
  /** Normalised, relative to the root. */
  readonly directory: string;
  /** Files of the whole source. */
  readonly files: readonly TreeFile[];
  /** The directory's decisive files. */
  readonly texts: Readonly<Record<string, string>>;
  readonly commands: readonly (string | undefined)[];
}

/**
 * True if a build of the directory needs files from outside of it: its manifests, configurations, commands, code
 * or links name some, or it is a member of a workspace. Rather too often than too rarely: the price of a yes too
 * many is a build too many, that of a no too many a build that fails.
 */
export async function reachesOutside(seen: SeenDirectory): Promise<boolean> {
  if (seen.directory === "") return false;
  if ([...Object.values(seen.texts), ...seen.commands].some((text) => text && namesParent(text))) return true;
  return isWorkspaceMember(seen) || someFileReachesOut(seen);
}

/** True if a text names a parent directory. */
export function namesParent(text: string): boolean {
  return PARENT_PATH.test(text);
}

/** True if code that lies `depth` directories deep quotes a path that climbs higher. */
export function climbsOut(code: string, depth: number): boolean {
  for (const [, climb = ""] of code.matchAll(QUOTED_PARENTS)) {
    if (climb.length / "../".length > depth) return true;
  }
  return false;
}

function isWorkspaceMember({ root, directory, files }: SeenDirectory): boolean {
  for (let parent = posix.dirname(directory); ; parent = posix.dirname(parent)) {
    const prefix = parent === "." ? "" : `${parent}/`;
    const names = files
      .filter(({ path }) => path.startsWith(prefix) && !path.includes("/", prefix.length))
      .map(({ path }) => path.slice(prefix.length));
    if (names.some((name) => WORKSPACE_MARK.test(name))) return true;
    const manifest = names.includes("package.json") ? readOr(join(root, prefix, "package.json")) : "";
    if (manifest.includes('"workspaces"')) return true;
    if (parent === ".") return false;
  }
}

async function someFileReachesOut({ root, directory, files }: SeenDirectory): Promise<boolean> {
  const own = files.filter((file) => file.path.startsWith(`${directory}/`));
  const climbs = await inTurns(own, (file) => {
    const depth = file.path.slice(directory.length + 1).split("/").length - 1;
    if (file.mode === "120000") return leadsOut(readlinkSync(join(root, file.path)), depth);
    return CODE.test(file.path) && climbsOut(readOr(join(root, file.path)), depth);
  });
  return climbs.includes(true);
}

function leadsOut(target: string, depth: number): boolean {
  const climb = posix
    .normalize(target)
    .split("/")
    .filter((part) => part === "..").length;
  return climb > depth;
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
