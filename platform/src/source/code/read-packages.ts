import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Mention, PackageFacts } from "../facts.ts";

/** Looks up the installed packages that the code requires; what is not installed is left out. */
export async function readPackages(
  root: string,
  mentions: readonly Mention[],
): Promise<Record<string, PackageFacts>> {
  const packages: Record<string, PackageFacts> = {};
  for (const { kind, name, file } of mentions) {
    if (kind !== "require" || name in packages) continue;
    const manifest = await findManifest(root, dirname(file), name);
    if (manifest) packages[name] = { isEsmOnly: isEsmOnly(manifest) };
  }
  return packages;
}

async function findManifest(root: string, from: string, name: string): Promise<unknown> {
  for (let directory = from; ; directory = dirname(directory)) {
    try {
      return JSON.parse(await readFile(join(root, directory, "node_modules", name, "package.json"), "utf8"));
    } catch {
      if (directory === "." || directory === "/") return undefined;
    }
  }
}

function isEsmOnly(manifest: unknown): boolean {
  if (typeof manifest !== "object" || manifest === null) return false;
  const { type, exports, main } = manifest as Record<string, unknown>;
  if (type !== "module") return false;
  if (typeof main === "string" && main.endsWith(".cjs")) return false;
  return exports === undefined || !/"(?:require|node-addons)"|\.cjs"/.test(JSON.stringify(exports));
}
