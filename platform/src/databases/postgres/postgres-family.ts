import type { DatabaseState } from "../databases.ts";
import type { Family, MachineOptions, Support } from "../family.ts";
import { findInstalled, majorOf } from "./binaries.ts";
import { clusterFiles, findClusters, readState, type Cluster } from "./cluster.ts";
import { destroyDatabases, stopDatabases } from "./end.ts";
import { ensureDatabase } from "./ensure.ts";
import { isFetchable } from "./npm-binaries.ts";
import { findServer } from "./run.ts";

/** PostgreSQL: one cluster per app and major, with a role and a database for each component. */
export function postgresFamily(options: MachineOptions): Family {
  return {
    supports: (version) => supports(version, options),
    ensure: (request) => ensureDatabase(request, options),
    list: (app) => list(app, options),
    stop: (app, name) => stopDatabases(app, name, options),
    destroy: (app, name) => destroyDatabases(app, name, options),
  };
}

async function supports(version: string, options: MachineOptions): Promise<Support> {
  const major = majorOf(version);
  if (isFetchable(major) || (await findInstalled(major, options)) !== undefined) return { ok: true };
  return {
    ok: false,
    reason: `PostgreSQL ${version} is neither installed here nor to be had from npm`,
    hint: "Name a major version from 10 to 18, or attach a database of yours in .do/ashore.yaml",
  };
}

async function list(app: string, options: MachineOptions): Promise<readonly DatabaseState[]> {
  const clusters = await findClusters(options.home, app);
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
