import { createHash } from "node:crypto";
import type { TreeFile } from "./blob-id.ts";
import type { ComponentFacts } from "./facts.ts";
import { reachesOutside } from "./reaches-outside.ts";
import { readTexts } from "./read-texts.ts";

/** Django's manage.py is looked for this deep, counting the file itself. */
const MANAGE_PY_DEPTH = 3;

/** What a build may not depend on: a change of the spec alone must not rebuild anything. */
const SPEC_FILES = /(?:^|\/)\.do\/(?:app\.ya?ml|deploy\.template\.yaml|ashore\.(?:yaml|env))$/;

export interface ComponentPlace {
  readonly component: string;
  /** Source id. */
  readonly source: string;
  readonly root: string;
  /** Normalised directory. */
  readonly directory: string;
  /** Spec's own commands, which may reach out of the directory. */
  readonly commands: readonly (string | undefined)[];
  /** The spec in use, relative to the root, if it lies there. */
  readonly specPath: string | null;
}

/** Reads what one component's directory holds. `files` are those of its whole source, sorted. */
export async function readComponentFacts(
  place: ComponentPlace,
  files: readonly TreeFile[],
): Promise<ComponentFacts> {
  const { component, source, root, directory } = place;
  const prefix = directory === "" ? "" : `${directory}/`;
  const own = prefix === "" ? files : files.filter((file) => file.path.startsWith(prefix));
  const paths = own.map((file) => file.path.slice(prefix.length));
  const entries = listEntries(paths);
  const texts = await readTexts(root, directory, entries);
  const outside = await reachesOutside({ root, directory, files, texts, commands: place.commands });
  const visible = outside ? files : own;
  return {
    component,
    source,
    directory,
    directoryExists: prefix === "" || own.length > 0,
    treeHash: hashTree(visible.filter((file) => !isSpec(file.path, place.specPath))),
    reachesOutside: outside,
    entries,
    texts,
    managePy: findManagePy(paths),
  };
}

function isSpec(path: string, specPath: string | null): boolean {
  return path === specPath || SPEC_FILES.test(path);
}

function listEntries(paths: readonly string[]): string[] {
  const entries = new Set<string>();
  for (const path of paths) {
    const slash = path.indexOf("/");
    entries.add(slash === -1 ? path : path.slice(0, slash + 1));
  }
  return [...entries].sort();
}

function hashTree(files: readonly TreeFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.mode} ${file.id}\t${file.path}\0`);
  return hash.digest("hex");
}

function findManagePy(paths: readonly string[]): string | null {
  const depth = (path: string): number => path.split("/").length;
  const found = paths.filter((path) => /(?:^|\/)manage\.py$/.test(path) && depth(path) <= MANAGE_PY_DEPTH);
  return found.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))[0] ?? null;
}
