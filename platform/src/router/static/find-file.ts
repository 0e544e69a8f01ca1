import type { Stats } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join, posix, sep } from "node:path";
import type { StaticSite } from "../../base/route-table.ts";

export interface FoundFile {
  /** Real path, inside the site's root. */
  readonly file: string;
  readonly stats: Stats;
}

export type StaticOutcome =
  | { readonly kind: "file"; readonly found: FoundFile; readonly status: 200 | 404 }
  /** A directory asked for without its slash, in which relative links would go astray. */
  | { readonly kind: "add-slash" }
  | { readonly kind: "missing" }
  | { readonly kind: "malformed" };

/**
 * What a site answers for a path (percent-encoded, without query): the file, the index document of a directory,
 * else the catch-all document with 200, else the error document with 404.
 */
export async function findStatic(site: StaticSite, path: string): Promise<StaticOutcome> {
  const decoded = decodePath(path);
  if (decoded === undefined) return { kind: "malformed" };
  if (!isHidden(decoded)) {
    const direct = await findDirect(site, decoded);
    if (direct) return direct;
  }
  return findStandIn(site);
}

/** A file below `root` whose real path is there too; undefined for anything else. */
export async function findBelow(root: string, relative: string): Promise<FoundFile | undefined> {
  try {
    const [realRoot, file] = await Promise.all([realpath(root), realpath(join(root, relative))]);
    if (!file.startsWith(realRoot + sep)) return undefined;
    const stats = await stat(file);
    return stats.isFile() ? { file, stats } : undefined;
  } catch {
    // Absent, unreadable, or a path longer than the system allows: nothing to serve.
    return undefined;
  }
}

async function findDirect(site: StaticSite, path: string): Promise<StaticOutcome | undefined> {
  const wanted = path.endsWith("/") ? path + site.indexDocument : path;
  const found = await findBelow(site.root, wanted);
  if (found) return { kind: "file", found, status: 200 };
  if (path.endsWith("/")) return undefined;
  return (await findBelow(site.root, `${path}/${site.indexDocument}`)) ? { kind: "add-slash" } : undefined;
}

async function findStandIn(site: StaticSite): Promise<StaticOutcome> {
  if (site.catchallDocument !== null) {
    const found = await findBelow(site.root, site.catchallDocument);
    if (found) return { kind: "file", found, status: 200 };
  }
  const found = await findBelow(site.root, site.errorDocument);
  return found ? { kind: "file", found, status: 404 } : { kind: "missing" };
}

function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes("\0") ? undefined : posix.normalize(`/${decoded}`);
  } catch {
    return undefined;
  }
}

/** A repository's innards are never served, whoever put them there. */
function isHidden(path: string): boolean {
  return path.split("/").some((segment) => segment.toLowerCase() === ".git");
}
