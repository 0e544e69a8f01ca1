import { lstat, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { exec, type Environment, type ExecOutcome } from "../base/exec.ts";

/** A listing of a large repository fits in this. */
const KEEP_BYTES = 256 * 1024 * 1024;

export interface GitOptions {
  /** Environment of the git child; needs PATH, and HOME for the user's own credentials. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

/**
 * Runs git in `directory`, without prompts, hooks or writes that nobody asked for.
 * @throws the signal's reason when it aborts
 */
export async function git(
  directory: string,
  args: readonly string[],
  options: GitOptions,
): Promise<ExecOutcome> {
  const { signal } = options;
  const outcome = await exec(["git", ...(await settings(directory)), ...args], {
    cwd: directory,
    env: { ...options.env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
    keepBytes: KEEP_BYTES,
    ...(signal ? { signal } : {}),
  });
  signal?.throwIfAborted();
  return outcome;
}

/** The top level of the repository that `directory` stands in, or null without one. */
export async function findTopLevel(directory: string): Promise<string | null> {
  let current = resolve(directory);
  for (;;) {
    if (await isThere(join(current, ".git"))) return current;
    const parent = dirname(current);
    if (parent === current) return null;
    current = parent;
  }
}

async function settings(directory: string): Promise<string[]> {
  const fixed = [
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
  ];
  const topLevel = await findTopLevel(directory);
  if (topLevel === null || !(await haveSameOwner(topLevel, directory))) return fixed;
  // Root may work in a user's checkout: trust follows the owner of the directory we were pointed at, so that
  // a repository somebody planted above it stays refused.
  return [...fixed, "-c", `safe.directory=${topLevel}`];
}

async function haveSameOwner(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]);
  return a.uid === b.uid;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
