import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeFacts, Mention } from "../facts.ts";
import { inTurns } from "../in-turns.ts";
import { chooseCodeFiles, MOST_FILES } from "./code-files.ts";
import { findMentions } from "./find-mentions.ts";
import { readPackages } from "./read-packages.ts";

/** Longer files are made by tools, not written. */
const LONGEST_BYTES = 256 * 1024;

/**
 * Reads the code below some directories of a source.
 * @param files of the whole source, relative to its root
 * @param budget the most files to read
 */
export async function readCode(
  root: string,
  files: readonly string[],
  directories: readonly string[],
  budget = MOST_FILES,
): Promise<CodeFacts> {
  const wanted = chooseCodeFiles(files, directories);
  const taken = wanted.slice(0, budget);
  const found = await inTurns(taken, (file) => mentionsIn(root, file));
  const mentions = found.flat();
  return {
    read: taken.length,
    unread: wanted.length - taken.length,
    mentions,
    packages: await readPackages(root, mentions),
  };
}

function mentionsIn(root: string, file: string): Mention[] {
  const path = join(root, file);
  try {
    const stats = lstatSync(path);
    // A link may lead out of the source; what it leads to inside is read by its own name.
    if (!stats.isFile() || stats.size > LONGEST_BYTES) return [];
    return findMentions(file, readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch {
    // It vanished, or may not be read: no rule says anything of it then.
    return [];
  }
}
