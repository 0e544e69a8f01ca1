import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { findTopLevel, git, type GitOptions } from "./git.ts";
import type { NamedSource } from "./repository.ts";

export type CloneOutcome =
  | {
      readonly directory: string;
      /** Why it could not be refreshed and an older copy is used; null: it is the newest. */
      readonly stale: string | null;
      readonly failure?: never;
    }
  | { readonly failure: CloneFailure; readonly directory?: never };

export interface CloneFailure {
  readonly reason: "unreachable" | "no-such-branch";
  /** What git said, in one line. */
  readonly message: string;
  /** Branches the repository has; empty if it could not be asked. */
  readonly branches: readonly string[];
}

/** Id of a cloned source: a hash of where it comes from. */
export function cloneId(source: NamedSource): string {
  return createHash("sha256")
    .update(`${source.identity}\n${source.branch ?? ""}`)
    .digest("hex")
    .slice(0, 16);
}

/**
 * The newest commit of a repository's branch in a directory below `cloneRoot`, kept there and refreshed when
 * asked again. Only the last commit is fetched. Without the network the copy of last time is used.
 */
export async function cloneSource(
  source: NamedSource,
  cloneRoot: string,
  options: GitOptions,
): Promise<CloneOutcome> {
  await mkdir(cloneRoot, { recursive: true });
  const directory = join(cloneRoot, cloneId(source));
  if (await refresh(directory, source, options)) return { directory, stale: null };
  const failure = await cloneAnew(directory, source, { ...options, cloneRoot });
  if (failure === null) return { directory, stale: null };
  const isUsable = failure.reason === "unreachable" && (await succeeds(directory, ["status"], options));
  return isUsable ? { directory, stale: failure.message } : { failure };
}

async function refresh(directory: string, source: NamedSource, options: GitOptions): Promise<boolean> {
  const steps = [
    ["fetch", "--depth", "1", "--force", "origin", source.branch ?? "HEAD"],
    ["reset", "--hard", "--quiet", "FETCH_HEAD"],
    ["clean", "-ffdxq"],
    ["submodule", "update", "--init", "--recursive", "--depth", "1"],
  ];
  for (const step of steps) {
    if (!(await succeeds(directory, step, options))) return false;
  }
  return true;
}

/** The repository is named outright: git would look for one in the directories above a broken clone. */
async function succeeds(directory: string, args: readonly string[], options: GitOptions): Promise<boolean> {
  if ((await findTopLevel(directory)) !== directory) return false;
  const place = ["--git-dir", join(directory, ".git"), "--work-tree", directory];
  const outcome = await git(directory, [...place, ...args], options);
  return outcome.code === 0;
}

async function cloneAnew(
  directory: string,
  source: NamedSource,
  options: GitOptions & { cloneRoot: string },
): Promise<CloneFailure | null> {
  const scratch = await mkdtemp(join(options.cloneRoot, "new-"));
  try {
    const branch = source.branch === null ? [] : ["--branch", source.branch];
    const flags = ["--depth", "1", "--recurse-submodules", "--shallow-submodules", "--quiet"];
    const args = ["clone", ...flags, ...branch, "--", source.url, join(scratch, "clone")];
    const outcome = await git(options.cloneRoot, args, options);
    if (outcome.code !== 0) return await explain(outcome.stderr, source, options);
    await rm(directory, { recursive: true, force: true });
    await rename(join(scratch, "clone"), directory);
    return null;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function explain(
  stderr: string,
  source: NamedSource,
  options: GitOptions & { cloneRoot: string },
): Promise<CloneFailure> {
  const message = lastLine(stderr);
  const asked = await git(options.cloneRoot, ["ls-remote", "--heads", "--", source.url], options);
  if (asked.code !== 0) return { reason: "unreachable", message, branches: [] };
  const branches = asked.stdout.split("\n").flatMap((line) => /\trefs\/heads\/(.+)$/.exec(line)?.[1] ?? []);
  const lacksBranch = source.branch !== null && !branches.includes(source.branch);
  return { reason: lacksBranch ? "no-such-branch" : "unreachable", message, branches };
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(fatal|ERROR|remote: .*not found)/i.test(line));
  return (fatal ?? lines.at(-1) ?? "git gave no reason").replace(/^fatal: /, "").trim();
}
