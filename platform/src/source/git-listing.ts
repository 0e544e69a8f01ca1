import type { FileMode, TreeFile } from "./blob-id.ts";

/** What git's index says of the files below a directory. */
export interface IndexListing {
  /** Files git knows and that it would notice a change of. */
  readonly tracked: readonly TreeFile[];
  /** Files git knows but was told not to look at; they may be absent or changed. */
  readonly unwatched: readonly string[];
  /** Directories of submodules. */
  readonly submodules: readonly string[];
}

/** What differs from the index. */
export interface ChangeListing {
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** Directories of repositories that stand inside this one without being submodules, without slash. */
  readonly nested: readonly string[];
  readonly untracked: readonly string[];
}

/** Reads `git ls-files --stage -t -z`: `H 100644 <id> 0\tpath`. */
export function parseIndex(output: string): IndexListing {
  const tracked = new Map<string, TreeFile>();
  const unwatched = new Set<string>();
  const submodules = new Set<string>();
  for (const record of output.split("\0")) {
    const match = /^(\S) (\d{6}) ([0-9a-f]+) \d\t(.*)$/s.exec(record);
    if (!match) continue;
    const [, tag = "", mode = "", id = "", path = ""] = match;
    if (mode === "160000") submodules.add(path);
    else if (tag === "H" || tag === "M") tracked.set(path, { path, mode: mode as FileMode, id });
    else unwatched.add(path);
  }
  return { tracked: [...tracked.values()], unwatched: [...unwatched], submodules: [...submodules] };
}

/** Reads `git ls-files -t -m -d -o -z`: `C path` changed, `R path` deleted, `? path` untracked. */
export function parseChanges(output: string): ChangeListing {
  const byTag: Record<string, Set<string>> = {};
  for (const record of output.split("\0")) {
    if (record === "") continue;
    (byTag[record.slice(0, 1)] ??= new Set()).add(record.slice(2));
  }
  const others = [...(byTag["?"] ?? [])];
  return {
    changed: [...(byTag["C"] ?? [])],
    deleted: [...(byTag["R"] ?? [])],
    nested: others.filter((path) => path.endsWith("/")).map((path) => path.slice(0, -1)),
    untracked: others.filter((path) => !path.endsWith("/")),
  };
}
