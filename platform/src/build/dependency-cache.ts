import { createHash, randomBytes } from "node:crypto";
import { mkdir, rename, rm, readdir, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildMachine } from "./machine.ts";
import { copyTree, giveTo } from "./trees.ts";
import { isThere } from "./toolchain/tool-source.ts";

/** Entries kept of each uid and kind; the one used least recently goes first. */
const KEPT = 6;

/**
 * Installed dependencies by what decides them. Entries are copies on both ways and lie where no build can write,
 * so a build cannot change what the next one gets.
 */
export interface DependencyCache {
  /** @returns true if the entry was there and now stands at `target` */
  restore(kind: string, key: string, target: string): Promise<boolean>;
  save(kind: string, key: string, from: string): Promise<void>;
  /** Directory for a package manager's own downloads; made, and writable for the build's uid. */
  downloads(name: string): Promise<string>;
}

export function dependencyCache(
  machine: BuildMachine,
  uid: number | null,
  generation: number,
): DependencyCache {
  const owner = [uid ?? "self", ...(generation > 0 ? [generation] : [])].join("-");
  const entry = (kind: string, key: string): string => join(machine.cache, kind, owner, key);
  return {
    restore: async (kind, key, target) => {
      const from = entry(kind, key);
      if (!(await isThere(from))) return false;
      await mkdir(dirname(target), { recursive: true });
      await copyTree(from, target);
      const now = machine.clock.now() / 1000;
      await utimes(from, now, now);
      return true;
    },
    save: async (kind, key, from) => {
      const to = entry(kind, key);
      if (await isThere(to)) return;
      await saveTree(from, to);
      await dropOldest(dirname(to));
    },
    downloads: async (name) => {
      const directory = join(machine.cache, name, owner);
      const made = await mkdir(directory, { recursive: true });
      if (made !== undefined) await giveTo(uid, [directory]);
      return directory;
    },
  };
}

/** @param parts everything that decides what an install makes */
export function dependencyKey(parts: unknown): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

async function saveTree(from: string, to: string): Promise<void> {
  const part = `${to}.part-${randomBytes(4).toString("hex")}`;
  await mkdir(dirname(to), { recursive: true });
  try {
    await copyTree(from, part);
    await rename(part, to).catch(() => undefined);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function dropOldest(directory: string): Promise<void> {
  const names = await readdir(directory);
  const aged = await Promise.all(
    names.map(async (name) => ({ name, usedAt: (await stat(join(directory, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.usedAt - a.usedAt).slice(KEPT);
  for (const { name } of old) await rm(join(directory, name), { recursive: true, force: true });
}
