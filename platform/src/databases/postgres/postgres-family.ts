import type { DatabaseState } from "../databases.ts";
import type { Family, Machine, Support } from "../family.ts";
import { findInstalled, majorOf } from "./binaries.ts";
import { clusterFiles, findClusters, readState, type Cluster } from "./cluster.ts";
import { destroyDatabases, stopDatabases } from "./end.ts";
import { ensureDatabase } from "./ensure.ts";
import { isFetchable } from "./npm-binaries.ts";
import { findServer } from "./run.ts";

/** PostgreSQL: one cluster per app and major, with a role and a database for each component. */
export function postgresFamily(machine: Machine): Family {
  return {
    supports: (version) => supports(version, machine),
    ensure: (request) => ensureDatabase(request, machine),
    list: (app) => list(app, machine),
    stop: (app, name) => stopDatabases(app, name, machine),
    destroy: (app, name) => destroyDatabases(app, name, machine),
  };
}

async function supports(version: string, machine: Machine): Promise<Support> {
  const major = majorOf(version);
  if (isFetchable(major) || (await findInstalled(major, machine)) !== undefined) return { ok: true };
  return {
    ok: false,
    reason: `PostgreSQL ${version} is neither installed here nor to be had from npm`,
    hint: "Name a major version from 10 to 18, or attach a database of yours in .do/ashore.yaml",
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
