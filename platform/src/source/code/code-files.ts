/** Code files that are read of an app, over all of its sources. */
export const MOST_FILES = 2000;

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|go|rb|php|prisma|sql)$/;
const NOT_CODE = /\.(?:min|bundle)\.js$|\.d\.[cm]?ts$/;
/** Directories of tests, samples, tools and results, none of which runs when the app does. */
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|cypress|playwright|specs?|fixtures?|examples?|samples?|docs?|stories|\.storybook|\.github|dist|build|out|public|static|staticfiles|vendor|third_party|bower_components|coverage)\//i;
const TEST =
  /(?:^|\/)(?:test_[^/]*|tests?|conftest|[^/]*[._-](?:test|spec|stories|e2e))\.\w+$|(?:^|\/)[^/]*_test\.(?:go|py)$/i;
const MIGRATION = /(?:^|\/)(?:migrations?|drizzle|db\/migrate)\//i;

/** Those files below the directories that hold code of the app, the shallow ones first. */
export function chooseCodeFiles(paths: readonly string[], directories: readonly string[]): string[] {
  // What is aside is so below the directory: one that is an example itself is the app all the same.
  const wanted = paths.filter((path) =>
    directories.some((directory) => isBelow(path, directory) && isCode(path.slice(directory.length))),
  );
  return wanted.sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

function isCode(path: string): boolean {
  if (!CODE.test(path) || NOT_CODE.test(path) || TEST.test(path)) return false;
  // Only of migrations is SQL asked for.
  if (path.endsWith(".sql")) return MIGRATION.test(path);
  return !ASIDE.test(path);
}

function isBelow(path: string, directory: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}

function depthOf(path: string): number {
  return path.split("/").length;
}
