import { readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";

/** A manifest longer than this is taken as absent of text: nothing that a person wrote is. */
const LONGEST_TEXT_BYTES = 256 * 1024;

/** Files of which only the presence matters; their text is "". */
const PRESENCE_ONLY: ReadonlySet<string> = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "uv.lock",
  "poetry.lock",
  "setup.py",
  "go.sum",
  "Gemfile.lock",
  "composer.lock",
  "manage.py",
  "index.html",
  "index.php",
]);

const READ_WHOLE: ReadonlySet<string> = new Set([
  "package.json",
  "pnpm-workspace.yaml",
  "lerna.json",
  "angular.json",
  ".yarnrc.yml",
  ".nvmrc",
  ".node-version",
  ".bun-version",
  "Procfile",
  "requirements.txt",
  "Pipfile",
  "Pipfile.lock",
  "pyproject.toml",
  "runtime.txt",
  ".python-version",
  "go.mod",
  "go.work",
  "Gemfile",
  "composer.json",
  "Cargo.toml",
  "Dockerfile",
  "Makefile",
  "Aptfile",
]);

const READ_BY_PATTERN: readonly RegExp[] = [
  /^(?:next|vite|nuxt|svelte|astro|vue|webpack|rollup|remix|gatsby)[.-]config\.[cm]?[jt]s$/,
  /^(?:hugo|config|_config)\.(?:toml|ya?ml|json)$/,
  /^prisma\.config\.[cm]?[jt]s$/,
  /^tsconfig(?:\.[\w-]+)?\.json$/,
];

/** True for a file of a component's directory that may decide how it is built or run. */
function isDecisive(name: string): boolean {
  return (
    PRESENCE_ONLY.has(name) || READ_WHOLE.has(name) || READ_BY_PATTERN.some((pattern) => pattern.test(name))
  );
}

/**
 * The texts of a directory's decisive files by name; "" for those whose presence is all that matters, and for
 * what is too long, unreadable or a link out of the source.
 */
export async function readTexts(
  root: string,
  directory: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of names.filter(isDecisive)) {
    texts[name] = PRESENCE_ONLY.has(name) ? "" : await readText(root, join(root, directory, name));
  }
  return texts;
}

async function readText(root: string, path: string): Promise<string> {
  try {
    const [target, inside] = await Promise.all([realpath(path), realpath(root)]);
    if (!target.startsWith(inside + sep)) return "";
    const { size } = await stat(target);
    if (size > LONGEST_TEXT_BYTES) return "";
    return (await readFile(target, "utf8")).replace(/^\uFEFF/, "");
  } catch {
    return "";
  }
}
