import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { NodeTool } from "../../toolchain/present-nodes.ts";
import { giveTo } from "../../trees.ts";

/** What node-gyp keeps of headers it fetched, below HOME. The older place is a link to the newer one. */
const CACHE = process.platform === "darwin" ? "Library/Caches/node-gyp" : ".cache/node-gyp";
const OLD_CACHE = ".node-gyp";

/** The layout of that cache; each node-gyp takes its own and any later number for complete. */
const LAYOUT = "11\n";

/**
 * Lets packages that compile find Node's headers without asking the network: in the place where every node-gyp,
 * npm's own and those that packages bring along, looks first. A setting for it has had three names over the years.
 */
export async function provideHeaders(
  { version, headers }: NodeTool,
  home: string,
  uid: number | null,
): Promise<void> {
  if (headers === null) return;
  const entry = join(home, CACHE, version);
  await mkdir(entry, { recursive: true });
  await symlink(join(headers, "include"), join(entry, "include"));
  await writeFile(join(entry, "installVersion"), LAYOUT);
  await symlink(CACHE, join(home, OLD_CACHE));
  await giveTo(uid, [join(home, dirname(CACHE)), join(home, OLD_CACHE)]);
}
