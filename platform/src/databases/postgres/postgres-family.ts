import { rm } from "node:fs/promises";
import type { DatabaseConnection } from "../../plan/endpoints.ts";
import { listenAddresses } from "../addresses.ts";
import { openAuthority, type Authority } from "../authority.ts";
import type { DatabaseRequest, DatabaseState } from "../databases.ts";
import type { Family, MachineOptions, Support } from "../family.ts";
import { findInstalled, majorOf } from "./binaries.ts";
import { bringUp } from "./bring-up.ts";
import { certificateNames, isCertificateGood } from "./certificate.ts";
import {
  chooseCluster,
  clusterFiles,
  findClusters,
  readState,
  updateState,
  type Cluster,
  type ClusterState,
} from "./cluster.ts";
import { isFetchable } from "./npm-binaries.ts";
import { canEnter, provide, withdraw, type Administration } from "./roles.ts";
import { adminPassword, findServer, stopCluster } from "./run.ts";

/** PostgreSQL: one cluster per app and major, with a role and a database for each component. */
export function postgresFamily(options: MachineOptions): Family {
  return {
    supports: (version) => supports(version, options),
    ensure: (request) => ensure(request, options),
    list: (app) => list(app, options),
    stop: (app, name) => stop(app, name, options),
    destroy: (app, name) => destroy(app, name, options),
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

async function ensure(request: DatabaseRequest, options: MachineOptions): Promise<DatabaseConnection> {
  const cluster = await chooseCluster(options.home, request, majorOf(request.version));
  const authority = await openAuthority(options.home, options.clock.now());
  if (!(await isInPlace(cluster, request, authority, options))) {
    await tellOfOlderData(cluster, request, options);
    await enter(cluster, request);
    const addresses = listenAddresses(request.listen);
    const { onLine, signal } = request;
    await bringUp(cluster, { addresses, authority, onLine, signal }, options);
    await provide(await administration(cluster, authority), request);
  }
  return connectionTo(request, await readState(cluster), authority);
}

/** True if nothing is to be done: the app itself could connect to its own database at this moment. */
async function isInPlace(
  cluster: Cluster,
  request: DatabaseRequest,
  authority: Authority,
  options: MachineOptions,
): Promise<boolean> {
  const state = await readState(cluster);
  const addresses = listenAddresses(request.listen);
  const member = state.members[request.name];
  const known = member?.wanted === true && member.host === request.host;
  if (!known || state.port === null || state.addresses.join() !== addresses.join()) return false;
  const names = certificateNames(state, addresses);
  if (!isCertificateGood(state, names, authority, options.clock.now())) return false;
  if ((await findServer(cluster))?.pid !== state.identity?.pid) return false;
  const { user, password, database } = request;
  return canEnter({ port: state.port, user, password, database, caCertificate: authority.certificate });
}

async function tellOfOlderData(
  cluster: Cluster,
  request: DatabaseRequest,
  options: MachineOptions,
): Promise<void> {
  if ((await readState(cluster)).members[request.name]) return;
  for (const other of await findClusters(options.home, request.app)) {
    if (other.major === cluster.major || !(await readState(other)).members[request.name]) continue;
    request.onLine(
      `${request.name} was PostgreSQL ${other.major} before: that data stays in ${other.directory}, ` +
        `PostgreSQL ${cluster.major} starts empty`,
    );
  }
}

async function enter(cluster: Cluster, request: DatabaseRequest): Promise<void> {
  const { name, database, user, host } = request;
  const { members } = await readState(cluster);
  await updateState(cluster, { members: { ...members, [name]: { database, user, host, wanted: true } } });
}

async function administration(cluster: Cluster, authority: Authority): Promise<Administration> {
  const { port } = await readState(cluster);
  const password = await adminPassword(cluster);
  return { port: port ?? 0, password, caCertificate: authority.certificate };
}

function connectionTo(
  request: DatabaseRequest,
  state: ClusterState,
  authority: Authority,
): DatabaseConnection {
  return {
    name: request.name,
    engine: request.engine,
    version: request.version,
    host: request.host,
    port: state.port ?? 0,
    username: request.user,
    password: request.password,
    database: request.database,
    tls: true,
    caCertificate: authority.certificate,
    url: null,
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

/** The server goes on for as long as another database of the cluster is wanted. */
async function stop(app: string, name: string | undefined, options: MachineOptions): Promise<void> {
  for (const cluster of await clustersOf(app, name, options)) {
    const entries = Object.entries((await readState(cluster)).members).map(
      ([each, member]) =>
        [each, name === undefined || each === name ? { ...member, wanted: false } : member] as const,
    );
    await updateState(cluster, { members: Object.fromEntries(entries) });
    if (!entries.some(([, member]) => member.wanted)) await stopCluster(cluster, options);
  }
}

async function destroy(app: string, name: string | undefined, options: MachineOptions): Promise<void> {
  for (const cluster of await clustersOf(app, name, options)) {
    const others = Object.keys((await readState(cluster)).members).filter((each) => each !== name);
    if (name !== undefined && others.length > 0) await leave(cluster, name, options);
    else {
      await stopCluster(cluster, options);
      await rm(cluster.directory, { recursive: true, force: true });
    }
  }
}

/** Takes one database out of a cluster that others use, which has to run for it. */
async function leave(cluster: Cluster, name: string, options: MachineOptions): Promise<void> {
  const before = await readState(cluster);
  const { [name]: leaving, ...members } = before.members;
  if (!leaving) return;
  const authority = await openAuthority(options.home, options.clock.now());
  const addresses = listenAddresses([]);
  const running = await findServer(cluster);
  const progress = { onLine: () => undefined, signal: new AbortController().signal };
  if (!running) await bringUp(cluster, { addresses, authority, ...progress }, options);
  await withdraw(await administration(cluster, authority), leaving);
  await updateState(cluster, { members });
  if (!Object.values(members).some((member) => member.wanted)) await stopCluster(cluster, options);
}

/** All clusters of the app, or those that hold the database of this name, of whatever major. */
async function clustersOf(
  app: string,
  name: string | undefined,
  options: MachineOptions,
): Promise<readonly Cluster[]> {
  const clusters = await findClusters(options.home, app);
  const holds = await Promise.all(
    clusters.map(async (cluster) => name === undefined || name in (await readState(cluster)).members),
  );
  return clusters.filter((_, index) => holds[index]);
}
