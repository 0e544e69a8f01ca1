import { rm } from "node:fs/promises";
import { listenAddresses } from "../addresses.ts";
import { authorityOf } from "../authority.ts";
import type { Machine } from "../family.ts";
import { administration } from "./administration.ts";
import { bringUp } from "./bring-up.ts";
import { findClusters, readState, updateState, type Cluster } from "./cluster.ts";
import { withdraw } from "./roles.ts";
import { findServer, stopCluster } from "./run.ts";

/** The server goes on for as long as another database of the cluster is wanted. */
export async function stopDatabases(app: string, name: string | undefined, machine: Machine): Promise<void> {
  for (const cluster of await clustersOf(app, name, machine)) {
    const entries = Object.entries((await readState(cluster)).members).map(
      ([each, member]) =>
        [each, name === undefined || each === name ? { ...member, wanted: false } : member] as const,
    );
    await updateState(cluster, { members: Object.fromEntries(entries) });
    if (!entries.some(([, member]) => member.wanted)) await stopCluster(cluster, machine);
  }
}

/** A server that others use loses one database and its role; else all of it goes. */
export async function destroyDatabases(
  app: string,
  name: string | undefined,
  machine: Machine,
): Promise<void> {
  for (const cluster of await clustersOf(app, name, machine)) {
    const others = Object.keys((await readState(cluster)).members).filter((each) => each !== name);
    if (name !== undefined && others.length > 0) await leave(cluster, name, machine);
    else {
      await stopCluster(cluster, machine);
      await rm(cluster.directory, { recursive: true, force: true });
    }
  }
}

/** Takes one database out of a cluster that others use, which has to run for it. */
async function leave(cluster: Cluster, name: string, machine: Machine): Promise<void> {
  const before = await readState(cluster);
  const { [name]: leaving, ...members } = before.members;
  if (!leaving) return;
  const authority = await authorityOf(machine);
  const addresses = listenAddresses([]);
  const running = await findServer(cluster);
  const progress = { onLine: () => undefined, signal: new AbortController().signal };
  if (!running) await bringUp(cluster, { addresses, authority, ...progress }, machine);
  await withdraw(await administration(cluster, authority), leaving.user);
  await updateState(cluster, { members });
  if (!Object.values(members).some((member) => member.wanted)) await stopCluster(cluster, machine);
}

/** All clusters of the app, or those that hold the database of this name, of whatever major. */
async function clustersOf(
  app: string,
  name: string | undefined,
  machine: Machine,
): Promise<readonly Cluster[]> {
  const clusters = await findClusters(machine.home, app);
  const holds = await Promise.all(
    clusters.map(async (cluster) => name === undefined || name in (await readState(cluster)).members),
  );
  return clusters.filter((_, index) => holds[index]);
}
