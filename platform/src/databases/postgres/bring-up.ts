import type { ProcessIdentity } from "../../base/process-identity.ts";
import type { Authority } from "../authority.ts";
import type { Machine } from "../family.ts";
import { logLength } from "../server-process.ts";
import { obtainBinaries } from "./binaries.ts";
import { renewCertificate } from "./certificate.ts";
import { clusterFiles, readState, updateState, type Cluster } from "./cluster.ts";
import { createCluster } from "./create.ts";
import { awaitReady, findServer, isEnding, startCluster, stopCluster } from "./run.ts";

export interface BringUpOptions {
  readonly addresses: readonly string[];
  readonly authority: Authority;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * The cluster exists, runs, listens where it should and shows a certificate that fits: whatever of that is
 * not so is made so, with a restart only when the addresses changed.
 */
export async function bringUp(cluster: Cluster, wanted: BringUpOptions, machine: Machine): Promise<void> {
  const server = await findServer(cluster);
  const listens = await listensOn(cluster, wanted.addresses);
  if (server && listens && !(await isEnding(cluster))) {
    if (await refreshAlive(cluster, server, wanted, machine)) return;
  } else if (server) {
    const why = listens ? "" : ` to listen on ${wanted.addresses.join(", ")}`;
    wanted.onLine(`Restarting PostgreSQL ${cluster.major}${why}`);
    await stopCluster(cluster, machine);
  }
  await start(cluster, wanted, machine);
}

/** @returns false if the server was dying when it was looked at, and is gone now */
async function refreshAlive(
  cluster: Cluster,
  server: ProcessIdentity,
  wanted: BringUpOptions,
  machine: Machine,
): Promise<boolean> {
  try {
    await refresh(cluster, server, wanted, machine);
    return true;
  } catch (error) {
    if (await findServer(cluster)) throw error;
    return false;
  }
}

async function refresh(
  cluster: Cluster,
  server: ProcessIdentity,
  wanted: BringUpOptions,
  machine: Machine,
): Promise<void> {
  await updateState(cluster, { identity: server });
  const { addresses, authority } = wanted;
  const renewed = await renewCertificate(cluster, addresses, authority, machine.clock.now());
  const offset = await logLength(clusterFiles(cluster).log);
  await awaitReady(cluster, server, { ...wanted, offset, clock: machine.clock });
  // On this signal PostgreSQL reads its certificate again and keeps its connections.
  if (renewed) process.kill(server.pid, "SIGHUP");
}

async function start(cluster: Cluster, wanted: BringUpOptions, machine: Machine): Promise<void> {
  const { addresses, authority } = wanted;
  const binaries = await obtainBinaries(cluster.major, machine, wanted);
  // Both to their end, also when one fails: what comes after us writes the same files.
  const ends = await Promise.allSettled([
    createCluster(cluster, binaries, machine, wanted),
    renewCertificate(cluster, addresses, authority, machine.clock.now()),
  ]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await startCluster(cluster, { ...wanted, binaries }, machine);
}

async function listensOn(cluster: Cluster, addresses: readonly string[]): Promise<boolean> {
  const state = await readState(cluster);
  return (
    addresses.length === state.addresses.length && addresses.every((one) => state.addresses.includes(one))
  );
}
