import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dependencyKey } from "../../dependency-cache.ts";
import type { PackContext, PackOf } from "../pack.ts";

const LOCKFILES = { pipenv: "Pipfile.lock", poetry: "poetry.lock", uv: "uv.lock" } as const;

/** A requirement that is a file or directory, or an editable one: what it installs is not told by its text. */
const LOCAL_REQUIREMENT = /^\s*(?:-e\b|--editable\b|\.|\/|file:)|@\s*file:/;

const INCLUDED = /^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)/;

/** Projects that install themselves: their own files decide as well. */
const SELF_INSTALLING = /^\[build-system\]|^\s*(?:path|develop|editable)\s*=/m;

/**
 * Names what an install makes by all texts that decide it.
 * @returns null if it depends on more than those, or where its venv would hold another build's paths
 */
export async function requirementsKey(pack: PackOf<"python">, { box }: PackContext): Promise<string | null> {
  const { directory, inside } = box.place;
  if (inside === directory) return null;
  const texts =
    pack.manager === "pip"
      ? await readRequirements(directory, pack.requirements ?? "requirements.txt")
      : await readLockfile(directory, pack.manager);
  return texts && dependencyKey([pack.manager, texts]);
}

async function readRequirements(directory: string, first: string): Promise<Record<string, string> | null> {
  const texts: Record<string, string> = {};
  const queue = [first];
  for (const file of queue) {
    if (file in texts) continue;
    const text = await readText(join(directory, file));
    if (text === null || file.startsWith("..")) return null;
    texts[file] = text;
    const lines = text.split("\n");
    if (lines.some((line) => LOCAL_REQUIREMENT.test(line))) return null;
    queue.push(
      ...lines.flatMap((line) => INCLUDED.exec(line)?.[1] ?? []).map((name) => join(dirname(file), name)),
    );
  }
  return texts;
}

async function readLockfile(
  directory: string,
  manager: keyof typeof LOCKFILES,
): Promise<Record<string, string> | null> {
  const lock = await readText(join(directory, LOCKFILES[manager]));
  const manifest = await readText(join(directory, manager === "pipenv" ? "Pipfile" : "pyproject.toml"));
  if (lock === null || manifest === null || SELF_INSTALLING.test(manifest)) return null;
  return { lock, manifest };
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}
