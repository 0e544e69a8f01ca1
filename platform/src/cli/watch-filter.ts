import path from "node:path";
import { exec } from "../base/exec.ts";

/** Directories whose insides no build takes from the checkout, with or without git. */
const NEVER = new Set([".git", "node_modules", ".hg", ".svn", ".venv", "__pycache__"]);

/** What editors write beside a file while they save it: vim's probe, its swap files and backups, Emacs's locks, sed -i. */
const EDITORS_OWN = /^(?:4913|sed[A-Za-z0-9]{6}|\.#.*|.*~|.*\.(?:swp|swx|tmp))$/;

/** Values of ours beside a spec. */
const OWN_VALUES = /(?:^|\/)\.do\/ashore\.env$/;

/** True if some part of a relative path is never watched, or if it is an editor's own file. */
export function isNeverWatched(relative: string): boolean {
  return (
    relative.split(path.sep).some((part) => NEVER.has(part)) || EDITORS_OWN.test(path.basename(relative))
  );
}

/**
 * Of paths relative to `directory`, those that an `up` would take: not the ones git ignores, but for files with our
 * values, which it should ignore. Without git or outside a repository all of them.
 */
export async function watchedPaths(
  directory: string,
  relativePaths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const candidates = relativePaths.filter((relative) => !isNeverWatched(relative));
  if (candidates.length === 0) return [];
  const ignored = await gitIgnored(directory, candidates, env);
  return candidates.filter((relative) => OWN_VALUES.test(relative) || !ignored.has(relative));
}

async function gitIgnored(
  cwd: string,
  relativePaths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const input = relativePaths.map((relative) => `${relative}\0`).join("");
  try {
    const outcome = await exec(["git", "check-ignore", "--stdin", "-z"], { cwd, env, input });
    return new Set(outcome.stdout.split("\0").filter((line) => line !== ""));
  } catch {
    return new Set();
  }
}
