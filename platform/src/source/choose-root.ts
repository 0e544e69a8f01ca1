import { access, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { Problem } from "../base/problem.ts";
import type { SourcedComponent } from "./components.ts";
import { normaliseDirectory } from "./facts.ts";
import { findTopLevel } from "./git.ts";

export interface ChosenRoot {
  readonly root: string;
  /** Where the given directory lies in its repository, if that is not the top and it was chosen all the same. */
  readonly below: string;
  readonly problems: Problem[];
}

/**
 * Directories of a spec are relative to the repository's top level, but a spec may also stand in a directory that is
 * an app of its own. So: the given directory, unless what the spec names exists only further up in its repository.
 */
export async function chooseRoot(
  components: readonly SourcedComponent[],
  givenDirectory: string,
): Promise<ChosenRoot> {
  const directory = await realpath(resolve(givenDirectory));
  const topLevel = await findTopLevel(directory);
  const wanted = components.flatMap(({ sourceDir }) => normaliseDirectory(sourceDir) ?? []);
  for (let root = directory; topLevel !== null; root = dirname(root)) {
    if (await existAll(root, wanted)) {
      if (root === directory) return { root, below: relative(topLevel, directory), problems: [] };
      return { root, below: "", problems: [rootNotice(relative(root, directory))] };
    }
    if (root === topLevel) break;
  }
  return { root: directory, below: "", problems: [] };
}

function rootNotice(below: string): Problem {
  return {
    layer: "rule",
    severity: "notice",
    rule: "source-root-above",
    field: "",
    message: `directories are taken relative to the repository's top, above ${below}`,
    hint: "",
  };
}

async function existAll(root: string, directories: readonly string[]): Promise<boolean> {
  try {
    await Promise.all(directories.map((directory) => access(join(root, directory))));
    return true;
  } catch {
    return false;
  }
}
