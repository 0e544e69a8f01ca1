/** What tools make anew wherever they run; never part of a source unless it is tracked. */
const SKIPPED_NAMES: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  "venv",
  ".venv",
  "__pycache__",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".cache",
  ".parcel-cache",
  ".turbo",
  ".next",
  ".nuxt",
  ".svelte-kit",
  ".terraform",
  ".DS_Store",
]);

/** Marks a Python environment, whatever its directory is called. */
export const PYTHON_ENVIRONMENT_MARK = "pyvenv.cfg";

/** True for a file or directory name that is left out of sources. */
export function isSkippedName(name: string): boolean {
  return SKIPPED_NAMES.has(name);
}

/** The paths without those that lie in a skipped directory or in a Python environment. */
export function withoutSkipped(paths: readonly string[]): string[] {
  const environments = paths
    .filter((path) => path.endsWith(`/${PYTHON_ENVIRONMENT_MARK}`))
    .map((path) => path.slice(0, -PYTHON_ENVIRONMENT_MARK.length));
  return paths.filter(
    (path) =>
      !path.split("/").some(isSkippedName) && !environments.some((directory) => path.startsWith(directory)),
  );
}
