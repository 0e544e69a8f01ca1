import { access, readdir, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { BuildFailed } from "./build-failed.ts";
import type { SiteOutput } from "../plan/plan.ts";

/** Looked for in this order when the spec names no output directory. */
const USUAL = ["_static", "dist", "public", "build"];

/** How many names a failure lists. */
const LISTED = 20;

/**
 * The directory a static site publishes.
 * @param directory the component's directory after its build
 * @param isPlain true if nothing was built: then the files themselves are the site, also without an index.html,
 *   e.g. the collected static files of a Django project
 * @returns its absolute path, links followed
 * @throws BuildFailed that names what was looked for and what there is
 */
export async function findSiteOutput(
  directory: string,
  output: SiteOutput,
  isPlain: boolean,
): Promise<string> {
  if (output.directory === null) return scan(directory, isPlain);
  const wanted = output.directory.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "") || ".";
  const found = join(directory, wanted);
  if (relative(directory, found).startsWith("..")) throw outside(wanted);
  if (await isDirectory(found)) return within(directory, found);
  throw new BuildFailed(
    "BuildJobFailed",
    `the output directory ${wanted} does not exist after the build; there is ${await listNames(directory)}`,
  );
}

async function scan(directory: string, isPlain: boolean): Promise<string> {
  for (const name of USUAL) {
    if (await isDirectory(join(directory, name))) return within(directory, join(directory, name));
  }
  if (isPlain || (await isThere(join(directory, "index.html")))) return within(directory, directory);
  throw new BuildFailed(
    "BuildJobFailed",
    `nothing to publish: neither ${USUAL.join(", ")} nor an index.html exists after the build, set output_dir; ` +
      `there is ${await listNames(directory)}`,
  );
}

async function within(directory: string, found: string): Promise<string> {
  const [outer, inner] = await Promise.all([realpath(directory), realpath(found)]);
  if (!relative(outer, inner).startsWith("..")) return inner;
  throw outside(relative(directory, found));
}

function outside(name: string): BuildFailed {
  const message = `the output directory ${name} lies outside of the component's directory`;
  return new BuildFailed("BuildJobFailed", message);
}

async function listNames(directory: string): Promise<string> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  const shown = names.slice(0, LISTED).join(", ");
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown || "nothing";
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
