import { messageOf, PlatformError } from "../../base/errors.ts";
import { isAlive } from "../../base/process-identity.ts";
import type { DatabaseConnection } from "../../plan/endpoints.ts";
import { listenAddresses } from "../addresses.ts";
import { authorityOf, type Authority } from "../authority.ts";
import type { DatabaseRequest } from "../databases.ts";
import type { Machine } from "../family.ts";
import { majorOf, supportsVersion } from "./binaries.ts";
import { bringUp } from "./bring-up.ts";
import { certificateNames, isCertificateGood } from "./certificate.ts";
import {
  chooseCluster,
  findClusters,
  readState,
  updateState,
  type Cluster,
  type ClusterState,
} from "./cluster.ts";
import { canEnter, provide, type Administration } from "./roles.ts";
import { administration } from "./administration.ts";
import { findServer } from "./run.ts";
import { waitUntil } from "../wait-until.ts";
import { ADMIN } from "./settings.ts";

/** How long a killed process may take to be gone after its sockets are. */
const DYING_MS = 500;

/**
 * The cluster runs and the component has its role and its database in it.
 * @throws PlatformError `POSTGRES_UNAVAILABLE`, `POSTGRES_AS_ROOT`, `POSTGRES_CREATE_FAILED`,
 *   `DATABASE_START_FAILED`, `DATABASE_ADDRESS_MISSING`, `DATABASE_SETUP_FAILED`, `DATABASE_NAME_RESERVED`
 */
export async function ensureDatabase(
  request: DatabaseRequest,
  machine: Machine,
): Promise<DatabaseConnection> {
  refuseReserved(request);
  const cluster = await chooseCluster(machine.home, request, majorOf(request.version));
  const authority = await authorityOf(machine);
  if (!(await isInPlace(cluster, request, authority, machine))) {
    await refuseUnsupported(request, machine);
    await tellOfOlderData(cluster, request, machine);
    await enter(cluster, request);
    await makeSo(cluster, request, authority, machine);
  }
  return connectionTo(request, await readState(cluster), authority);
}

function refuseReserved({ name, user, database }: DatabaseRequest): void {
  if (user !== ADMIN && !/^template[01]$/.test(database)) return;
  const which = user === ADMIN ? `user ${user}` : `database ${database}`;
  throw new PlatformError("DATABASE_NAME_RESERVED", `${name} cannot have the ${which}: the name is taken`, {
    hint: "Choose another db_user or db_name",
    fault: "usage",
  });
}

async function refuseUnsupported(request: DatabaseRequest, machine: Machine): Promise<void> {
  const support = await supportsVersion(request.version, machine);
  if (support.ok) return;
  const { reason, hint } = support;
  throw new PlatformError("POSTGRES_UNAVAILABLE", `${request.name} cannot run: ${reason}`, { hint });
}

/** True if nothing is to be done: the app itself could connect to its own database at this moment. */
async function isInPlace(
  cluster: Cluster,
  request: DatabaseRequest,
  authority: Authority,
  machine: Machine,
): Promise<boolean> {
  const state = await readState(cluster);
  const addresses = listenAddresses(request.listen);
  const member = state.members[request.name];
  const known = member?.wanted === true && member.host === request.host;
  if (!known || state.port === null || state.addresses.join() !== addresses.join()) return false;
  const names = certificateNames(state, addresses);
  if (!isCertificateGood(state, names, authority, machine.clock.now())) return false;
  if (state.identity === null || !(await isAlive(state.identity))) return false;
  const { user, password, database } = request;
  return canEnter({ port: state.port, user, password, database, caCertificate: authority.certificate });
}

async function tellOfOlderData(cluster: Cluster, request: DatabaseRequest, machine: Machine): Promise<void> {
  if ((await readState(cluster)).members[request.name]) return;
  for (const other of await findClusters(machine.home, request.app)) {
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

/** Brings all of it up; once more if the server turns out to have been dying when we took it for alive. */
async function makeSo(
  cluster: Cluster,
  request: DatabaseRequest,
  authority: Authority,
  machine: Machine,
): Promise<void> {
  const { onLine, signal } = request;
  const wanted = { addresses: listenAddresses(request.listen), authority, onLine, signal };
  await bringUp(cluster, wanted, machine);
  try {
    await setUp(request, await administration(cluster, authority));
  } catch (error) {
    const gone = async (): Promise<boolean> => (await findServer(cluster)) === undefined;
    if (!(await waitUntil(gone, { clock: machine.clock, timeoutMs: DYING_MS, signal }))) throw error;
    await bringUp(cluster, wanted, machine);
    await setUp(request, await administration(cluster, authority));
  }
}

async function setUp(request: DatabaseRequest, admin: Administration): Promise<void> {
  try {
    await provide(admin, request);
  } catch (cause) {
    const { name, user, database } = request;
    const what = `PostgreSQL refused to set up ${name} (user ${user}, database ${database})`;
    throw new PlatformError("DATABASE_SETUP_FAILED", `${what}: ${messageOf(cause)}`, { cause });
  }
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
