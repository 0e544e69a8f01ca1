import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readlink, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCodeOf } from "../base/errors.ts";

const PARALLEL = 16;

export interface SourceCopy {
  readonly sourceRoot: string;
  /** Relative to the root; what is gone by now is left out. */
  readonly files: readonly string[];
  /** Files below it are taken; "" for all. */
  readonly below: string;
  /** Directory that gets the files, by their path below `below`. It is made. */
  readonly target: string;
}

/** Copies files and links as they are; the executable bit stays, owners and times do not. */
export async function copySource({ sourceRoot, files, below, target }: SourceCopy): Promise<void> {
  const prefix = below === "" ? "" : `${below}/`;
  const paths = files.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  await mkdir(target, { recursive: true });
  for (const directory of new Set(paths.map((path) => dirname(path)))) {
    await mkdir(join(target, directory), { recursive: true });
  }
  const queue = paths.values();
  const work = async (): Promise<void> => {
    for (const path of queue) await copyEntry(join(sourceRoot, below, path), join(target, path));
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

async function copyEntry(from: string, to: string): Promise<void> {
  try {
    const stat = await lstat(from);
    if (stat.isSymbolicLink()) await symlink(await readlink(from), to);
    else if (stat.isFile()) await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") throw error;
  }
}
