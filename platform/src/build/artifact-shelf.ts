import { access, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { systemCodeOf } from "../base/errors.ts";
import { writeWhole } from "../base/write-whole.ts";
import type { Artifact } from "../plan/artifact.ts";
import { removeTree } from "./trees.ts";

const MARKER = "artifact.json";

/** Where finished artifacts stand: `<root>/<app>/<id>/`, each complete once its `artifact.json` is there. */
export interface ArtifactShelf {
  /** Directory of one artifact, whether it exists or not. */
  directoryOf(app: string, id: string): string;
  find(app: string, id: string): Promise<Artifact | undefined>;
  /** Deletes what a killed build may have left under this id and makes its directory. */
  clear(app: string, id: string): Promise<string>;
  /** Makes the artifact visible; everything it names must be in place. */
  finish(app: string, artifact: Artifact): Promise<void>;
  collect(app: string, keep: readonly string[], spare: number): Promise<readonly string[]>;
  remove(app: string): Promise<void>;
}

export function artifactShelf(root: string): ArtifactShelf {
  const directoryOf = (app: string, id: string): string => join(root, app, id);
  return {
    directoryOf,
    find: (app, id) => readArtifact(directoryOf(app, id)),
    clear: async (app, id) => {
      await removeTree(directoryOf(app, id));
      await mkdir(directoryOf(app, id), { recursive: true });
      return directoryOf(app, id);
    },
    finish: async (app, artifact) => {
      const marker = join(directoryOf(app, artifact.id), MARKER);
      await writeWhole(marker, `${JSON.stringify(artifact, null, 2)}\n`);
    },
    collect: (app, keep, spare) => collect(join(root, app), keep, spare),
    remove: (app) => removeTree(join(root, app)),
  };
}

async function readArtifact(directory: string): Promise<Artifact | undefined> {
  const text = await readIfThere(join(directory, MARKER));
  if (text === undefined) return undefined;
  const artifact = JSON.parse(text) as Artifact;
  // A toolchain that was deleted or an interpreter that was updated: what was built for it is of no use.
  const needed = [artifact.directory, ...artifact.mounts];
  const present = await Promise.all(needed.map(exists));
  return present.every(Boolean) ? artifact : undefined;
}

async function collect(directory: string, keep: readonly string[], spare: number): Promise<string[]> {
  const ids = (await readNames(directory)).filter((id) => !keep.includes(id));
  const aged = await Promise.all(
    ids.map(async (id) => ({ id, finishedAt: await modifiedAt(join(directory, id, MARKER)) })),
  );
  const finished = aged.filter(({ finishedAt }) => finishedAt !== null);
  const newestFirst = finished.sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0));
  const spared = new Set(newestFirst.slice(0, spare).map(({ id }) => id));
  const gone = ids.filter((id) => !spared.has(id));
  for (const id of gone) await removeTree(join(directory, id));
  return gone;
}

async function readNames(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw error;
  }
}

async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
