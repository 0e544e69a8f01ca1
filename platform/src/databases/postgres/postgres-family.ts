import type { DatabaseState } from "../databases.ts";
import type { Family, Machine } from "../family.ts";
import { supportsVersion } from "./binaries.ts";
import { clusterFiles, findClusters, readState, type Cluster } from "./cluster.ts";
import { destroyDatabases, stopDatabases } from "./end.ts";
import { ensureDatabase } from "./ensure.ts";
import { findServer } from "./run.ts";

/** PostgreSQL: one cluster per app and major, with a role and a database for each component. */
export function postgresFamily(machine: Machine): Family {
  return {
    supports: (version) => supportsVersion(version, machine),
    ensure: (request) => ensureDatabase(request, machine),
    list: (app) => list(app, machine),
    stop: (app, name) => stopDatabases(app, name, machine),
    destroy: (app, name) => destroyDatabases(app, name, machine),
  };
}

async function list(app: string, machine: Machine): Promise<readonly DatabaseState[]> {
  const clusters = await findClusters(machine.home, app);
  return (await Promise.all(clusters.map((cluster) => listCluster(cluster)))).flat();
}

async function listCluster(cluster: Cluster): Promise<readonly DatabaseState[]> {
  const [state, server] = await Promise.all([readState(cluster), findServer(cluster)]);
  return Object.entries(state.members).map(([name, member]) => ({
    app: cluster.app,
    name,
    engine: "PG",
    version: String(cluster.major),
    state: server && member.wanted ? "running" : "stopped",
    port: state.port ?? 0,
    logFile: clusterFiles(cluster).log,
  }));
}
