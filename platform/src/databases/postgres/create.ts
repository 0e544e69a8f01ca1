import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "../../base/errors.ts";
import { exec, type Argv, type Environment, type ExecOutcome } from "../../base/exec.ts";
import type { Machine } from "../family.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { findProgram, readIfThere } from "../files.ts";
import { clusterFiles, type Cluster } from "./cluster.ts";
import { initdbArguments } from "./settings.ts";

const UNFINISHED = "unfinished-";
/** App Platform's databases sort as American English does; not every machine knows how. */
const LOCALES = ["en_US.UTF-8", "C.UTF-8", "C"];

/** Makes the data directory if it is not there yet; it appears whole or not at all. */
export async function createCluster(
  cluster: Cluster,
  binaries: string,
  machine: Machine,
  progress: { readonly onLine: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const files = clusterFiles(cluster);
  if (await stat(files.data).catch(() => undefined)) return;
  progress.onLine(`Creating a PostgreSQL ${cluster.major} cluster for ${cluster.app}`);
  if ((await readIfThere(files.adminPassword)) === undefined) {
    await writeWhole(files.adminPassword, randomBytes(24).toString("base64url"), { flush: true });
  }
  for (const locale of LOCALES) {
    // A name of its own each time: an initdb whose parent was killed may still write into an older one.
    await removeUnfinished(cluster);
    const aside = await mkdtemp(join(cluster.directory, UNFINISHED));
    const initdb = join(binaries, "initdb");
    const argv = await asServerUser(
      [initdb, ...initdbArguments(aside, files.adminPassword, locale)],
      machine,
    );
    const outcome = await exec(argv, { env: serverEnvironment(machine), signal: progress.signal });
    progress.signal.throwIfAborted();
    if (outcome.code === 0) return rename(aside, files.data);
    if (!outcome.stderr.includes("invalid locale")) throw createFailed(outcome);
  }
}

async function removeUnfinished(cluster: Cluster): Promise<void> {
  const names = await readdir(cluster.directory);
  for (const name of names.filter((each) => each.startsWith(UNFINISHED))) {
    await rm(join(cluster.directory, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * The command as PostgreSQL accepts it. It refuses to be root, so as root it gets a user namespace in which it
 * is somebody else and has no power; its files stay ours, and nothing ties its life to ours.
 * @throws PlatformError `POSTGRES_AS_ROOT` if the machine has no `unshare`
 */
export async function asServerUser(argv: Argv, machine: Pick<Machine, "isRoot" | "passEnv">): Promise<Argv> {
  if (!machine.isRoot) return argv;
  const unshare = await findProgram("unshare", machine.passEnv);
  if (unshare === undefined) throw asRoot("the program unshare is missing");
  return [unshare, "--user", "--map-user=65534", "--map-group=65534", ...argv];
}

/** A server sees the PATH and nothing else of ours. */
export function serverEnvironment(machine: Pick<Machine, "passEnv">): Environment {
  return { PATH: machine.passEnv["PATH"] ?? "/usr/bin:/bin", TZ: "UTC", LC_ALL: "C" };
}

function createFailed(outcome: ExecOutcome): PlatformError {
  const lines = outcome.stderr.trim().split("\n");
  const refusal = lines.find((line) => line.startsWith("unshare:"));
  if (refusal !== undefined) return asRoot(refusal);
  return new PlatformError(
    "POSTGRES_CREATE_FAILED",
    `PostgreSQL could not create its data directory: ${lines.slice(-4).join(" | ")}`,
  );
}

function asRoot(why: string): PlatformError {
  return new PlatformError(
    "POSTGRES_AS_ROOT",
    `PostgreSQL refuses to run as root and cannot be given a user namespace: ${why}`,
    { hint: "Install util-linux and allow user namespaces, or run Ashore as an ordinary user" },
  );
}
