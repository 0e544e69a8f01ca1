import { access } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "../base/errors.ts";
import { readTreeFiles, type TreeFile } from "./blob-id.ts";
import { findTopLevel, git, type GitOptions } from "./git.ts";
import { parseChanges, parseIndex, type ChangeListing, type IndexListing } from "./git-listing.ts";
import { isSkippedName, withoutSkipped } from "./skipped-names.ts";
import { walkFiles } from "./walk-files.ts";

/** Holds secrets in clear; it is never part of a source. */
const OWN_SECRETS = /(?:^|\/)\.do\/ashore\.env$/;

/** Everything a directory holds that may be built. */
export interface SourceTree {
  readonly root: string;
  /** Full hash of HEAD; null without git or before the first commit. */
  readonly commit: string | null;
  /** Null without git and on a detached HEAD. */
  readonly branch: string | null;
  readonly dirty: boolean;
  /** URLs of all remotes. */
  readonly remotes: readonly string[];
  /** Sorted by path. */
  readonly files: readonly TreeFile[];
  /** Submodules whose content is not there. */
  readonly missingSubmodules: readonly string[];
}

/**
 * Lists tracked and untracked files below `root`, never git-ignored ones; without git, or in a directory of
 * which git knows nothing, everything but what tools make anew.
 */
export async function readSourceTree(root: string, options: GitOptions): Promise<SourceTree> {
  const tree =
    (await findTopLevel(root)) === null ? null : await readGitTree(root, options).catch(withoutGit);
  return tree && tree.files.length > 0 ? tree : readPlainTree(root, tree?.remotes ?? []);
}

/** A machine without git still runs the app. */
function withoutGit(error: unknown): null {
  if (error instanceof PlatformError && error.code === "PROGRAM_NOT_FOUND") return null;
  throw error;
}

async function readPlainTree(root: string, remotes: readonly string[]): Promise<SourceTree> {
  const files = await readTreeFiles(root, await walkFiles(root));
  return {
    root,
    commit: null,
    branch: null,
    dirty: true,
    remotes,
    files: files.filter(isTaken),
    missingSubmodules: [],
  };
}

async function readGitTree(root: string, options: GitOptions): Promise<SourceTree | null> {
  const ask = async (...args: string[]): Promise<string | null> => {
    const outcome = await git(root, args, options);
    return outcome.code === 0 ? outcome.stdout : null;
  };
  const [head, remotes, index, changes, staged] = await Promise.all([
    ask("rev-parse", "HEAD", "--abbrev-ref", "HEAD"),
    ask("config", "--get-regexp", "^remote\\..*\\.url$"),
    ask("ls-files", "--stage", "-t", "-z"),
    ask("ls-files", "-t", "-m", "-d", "-o", "--exclude-standard", "-z"),
    ask("diff-index", "--cached", "--quiet", "HEAD", "--", "."),
  ]);
  if (index === null || changes === null) return null;
  const [commit = null, branch = "HEAD"] = head?.split("\n") ?? [];
  const listing = await combine(root, parseIndex(index), parseChanges(changes), options);
  return {
    root,
    commit,
    branch: branch === "HEAD" ? null : branch,
    dirty: staged === null || listing.dirty,
    remotes: (remotes ?? "").split("\n").flatMap((line) => /^\S+ (.+)$/.exec(line)?.[1] ?? []),
    files: listing.files,
    missingSubmodules: listing.missingSubmodules,
  };
}

async function combine(root: string, index: IndexListing, changes: ChangeListing, options: GitOptions) {
  const untracked = withoutSkipped(changes.untracked);
  const reread = new Set([...changes.changed, ...index.unwatched, ...untracked]);
  for (const path of changes.deleted) reread.delete(path);
  const gone = new Set([...changes.deleted, ...reread]);
  const nested = changes.nested.filter((path) => !path.split("/").some(isSkippedName));
  const inner = await readInnerTrees(root, [...index.submodules, ...nested], options);
  const files = [
    ...index.tracked.filter((file) => !gone.has(file.path)),
    ...(await readTreeFiles(root, [...reread])),
    ...inner.files,
  ];
  return {
    dirty: changes.changed.length + changes.deleted.length + untracked.length + nested.length > 0,
    files: files.filter(isTaken).sort((a, b) => (a.path < b.path ? -1 : 1)),
    missingSubmodules: inner.missing,
  };
}

async function readInnerTrees(root: string, directories: readonly string[], options: GitOptions) {
  const files: TreeFile[] = [];
  const missing: string[] = [];
  for (const directory of directories) {
    const tree = (await hasOwnGit(join(root, directory)))
      ? await readGitTree(join(root, directory), options)
      : null;
    if (!tree) missing.push(directory);
    for (const file of tree?.files ?? []) files.push({ ...file, path: `${directory}/${file.path}` });
  }
  return { files, missing };
}

async function hasOwnGit(directory: string): Promise<boolean> {
  try {
    await access(join(directory, ".git"));
    return true;
  } catch {
    return false;
  }
}

function isTaken(file: TreeFile): boolean {
  return !OWN_SECRETS.test(file.path);
}
