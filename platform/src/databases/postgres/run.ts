import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive, type ProcessIdentity } from "../../base/process-identity.ts";
import { choosePort } from "../addresses.ts";
import type { Machine } from "../family.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { readIfThere } from "../files.ts";
import { endProcess, logLength, processesIn, readLog, startFailed, startServer } from "../server-process.ts";
import { waitUntil } from "../wait-until.ts";
import { clusterFiles, readState, updateState, type Cluster } from "./cluster.ts";
import { asServerUser, serverEnvironment } from "./create.ts";
import { pgHba, postgresqlConf } from "./settings.ts";

const PROGRAMS = ["postgres"];
const QUICK_START_MS = 2_000;
const RECOVERY_MS = 120_000;
const ORPHANS_MS = 5_000;
const STOP_GRACE_MS = 15_000;
const START_ATTEMPTS = 3;

export interface StartOptions {
  readonly binaries: string;
  readonly addresses: readonly string[];
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The cluster's running server: the one we remember, else one that was started just before we died. */
export async function findServer(cluster: Cluster): Promise<ProcessIdentity | undefined> {
  const { identity } = await readState(cluster);
  if (identity && (await isAlive(identity))) return identity;
  const { pid } = await readStatus(cluster);
  if (!(pid > 0)) return undefined;
  return (await processesIn(clusterFiles(cluster).data, PROGRAMS)).find((found) => found.pid === pid);
}

/**
 * Starts the server and waits until it takes connections, also after a crash or a reboot. It keeps its port
 * unless somebody else sits on it by now.
 * @throws PlatformError `DATABASE_START_FAILED`, `DATABASE_ADDRESS_MISSING`
 */
export async function startCluster(cluster: Cluster, start: StartOptions, machine: Machine): Promise<void> {
  await endOrphans(cluster, machine);
  let preferred = (await readState(cluster)).port;
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = await choosePort(start.addresses, preferred);
    if (preferred !== null && port !== preferred) {
      start.onLine(`Port ${preferred} was taken meanwhile; PostgreSQL ${cluster.major} moves to ${port}`);
    }
    if (await startAt(cluster, port, start, machine)) return;
    // Somebody took the port between our look and the server's.
    await stopCluster(cluster, machine);
    preferred = null;
  }
  throw await startFailed(clusterFiles(cluster).log, 0);
}

/** Ends the server in an orderly way (open transactions roll back), kills it if it does not end. */
export async function stopCluster(cluster: Cluster, machine: Machine): Promise<void> {
  const server = await findServer(cluster);
  if (server) {
    await endProcess(server, { signal: "SIGINT", graceMs: STOP_GRACE_MS, clock: machine.clock });
  }
  await endOrphans(cluster, machine);
  await updateState(cluster, { identity: null });
  machine.log.info("database stopped", { directory: cluster.directory });
}

async function startAt(
  cluster: Cluster,
  port: number,
  start: StartOptions,
  machine: Machine,
): Promise<boolean> {
  const files = clusterFiles(cluster);
  const { addresses } = start;
  const settings = { major: cluster.major, port, addresses, files };
  await writeWhole(join(files.data, "postgresql.conf"), postgresqlConf(settings), { flush: true });
  await writeWhole(join(files.data, "pg_hba.conf"), pgHba(), { flush: true });
  await dropStalePidFile(cluster);
  const offset = await logLength(files.log);
  const argv = await asServerUser([join(start.binaries, "postgres"), "-D", files.data], machine);
  const env = serverEnvironment(machine);
  // Before it exists, so that it is found and known if we are killed right after.
  await updateState(cluster, { port, addresses, identity: null });
  const identity = await startServer({ argv, cwd: files.data, env, logFile: files.log });
  await updateState(cluster, { identity });
  machine.log.info("database started", { directory: cluster.directory, port, pid: identity.pid });
  // It only warns of an address it could not bind, and ends itself if there was no other one.
  const lostItsPort = async (): Promise<boolean> => /could not bind/.test(await readLog(files.log, offset));
  try {
    await awaitReady(cluster, identity, { ...start, offset, clock: machine.clock });
  } catch (error) {
    if (await lostItsPort()) return false;
    throw error;
  }
  return !(await lostItsPort());
}

/**
 * Waits until the server takes connections; after a crash it first repeats what its log of changes holds.
 * @throws PlatformError `DATABASE_START_FAILED` with what it printed after `offset` of its log
 */
export async function awaitReady(
  cluster: Cluster,
  identity: ProcessIdentity,
  wait: Pick<StartOptions, "onLine" | "signal"> & Pick<Machine, "clock"> & { offset: number },
): Promise<void> {
  const { log } = clusterFiles(cluster);
  const ready = async (): Promise<boolean> => {
    if (await saysReady(cluster, identity.pid)) return true;
    if (!(await isAlive(identity))) throw await startFailed(log, wait.offset);
    return false;
  };
  if (await waitUntil(ready, { ...wait, timeoutMs: QUICK_START_MS })) return;
  wait.onLine(`PostgreSQL ${cluster.major} is recovering …`);
  const recovered = await waitUntil(ready, { ...wait, timeoutMs: RECOVERY_MS });
  if (!recovered) throw await startFailed(log, wait.offset);
}

/** True if the running server was told to end, by a `stop` of ours that was killed or by somebody else. */
export async function isEnding(cluster: Cluster): Promise<boolean> {
  return (await readStatus(cluster)).status === "stopping";
}

async function saysReady(cluster: Cluster, pid: number): Promise<boolean> {
  const said = await readStatus(cluster);
  return said.pid === pid && said.status === "ready";
}

/** postmaster.pid holds the pid in its first line and the server's own word on its state in the eighth. */
async function readStatus(cluster: Cluster): Promise<{ pid: number; status: string }> {
  const lines = (await readPidFile(cluster))?.split("\n") ?? [];
  return { pid: Number(lines[0]), status: lines[7]?.trim() ?? "" };
}

/**
 * After a reboot the pid in the file may be somebody else's, and PostgreSQL would take that for a running
 * server. We know by now that none works in this directory.
 */
async function dropStalePidFile(cluster: Cluster): Promise<void> {
  await rm(join(clusterFiles(cluster).data, "postmaster.pid"), { force: true });
}

function readPidFile(cluster: Cluster): Promise<string | undefined> {
  return readIfThere(join(clusterFiles(cluster).data, "postmaster.pid"));
}

/** Children of a killed server end by themselves as soon as they notice; until then they hold its memory. */
async function endOrphans(cluster: Cluster, machine: Machine): Promise<void> {
  const { data } = clusterFiles(cluster);
  const gone = async (): Promise<boolean> => (await processesIn(data, PROGRAMS)).length === 0;
  if (await waitUntil(gone, { clock: machine.clock, timeoutMs: ORPHANS_MS })) return;
  for (const orphan of await processesIn(data, PROGRAMS)) {
    await endProcess(orphan, { signal: "SIGKILL", graceMs: ORPHANS_MS, clock: machine.clock });
  }
}
