import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProcessIdentity } from "../../base/process-identity.ts";
import { databasesDirectory } from "../directories.ts";
import { writeWhole } from "../../base/write-whole.ts";
import { readIfThere } from "../files.ts";

/** One PostgreSQL server with its data; databases of one app and major share it. */
export interface Cluster {
  readonly app: string;
  readonly major: number;
  readonly directory: string;
}

export interface ClusterFiles {
  readonly data: string;
  readonly state: string;
  readonly log: string;
  readonly adminPassword: string;
  readonly key: string;
  readonly certificate: string;
}

/** What we remember of a cluster in its `state.json`. */
export interface ClusterState {
  /** Chosen once and kept while nobody else takes it; null before the first start. */
  readonly port: number | null;
  readonly addresses: readonly string[];
  readonly identity: ProcessIdentity | null;
  readonly certificate: IssuedCertificate | null;
  /** By name of the database component. */
  readonly members: Readonly<Record<string, Member>>;
}

interface IssuedCertificate {
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Fingerprint of the authority that signed it. */
  readonly authority: string;
}

interface Member {
  readonly database: string;
  readonly user: string;
  readonly host: string;
  /** False after `stop`; the server runs while anybody wants it. */
  readonly wanted: boolean;
}

const NOTHING: ClusterState = {
  port: null,
  addresses: [],
  identity: null,
  certificate: null,
  members: {},
};

export function clusterFiles(cluster: Cluster): ClusterFiles {
  const file = (name: string): string => join(cluster.directory, name);
  return {
    data: file("data"),
    state: file("state.json"),
    log: file("postgres.log"),
    adminPassword: file("admin-password"),
    key: file("server-key.pem"),
    certificate: file("server.pem"),
  };
}

export async function readState(cluster: Cluster): Promise<ClusterState> {
  const text = await readIfThere(clusterFiles(cluster).state);
  return text === undefined ? NOTHING : (JSON.parse(text) as ClusterState);
}

/** Changes what is remembered and gives the new state. */
export async function updateState(cluster: Cluster, change: Partial<ClusterState>): Promise<ClusterState> {
  const state = { ...(await readState(cluster)), ...change };
  await mkdir(cluster.directory, { recursive: true, mode: 0o700 });
  await writeWhole(clusterFiles(cluster).state, JSON.stringify(state, undefined, 2), { flush: true });
  return state;
}

/** All clusters of the app that are on disk, whatever their major. */
export async function findClusters(home: string, app: string): Promise<readonly Cluster[]> {
  const parent = databasesDirectory(home, app);
  const names = await readdir(parent).catch(() => []);
  return names.flatMap((name) => {
    const major = /^postgres-(\d+)(\.|$)/.exec(name)?.[1];
    return major === undefined ? [] : [{ app, major: Number(major), directory: join(parent, name) }];
  });
}

/**
 * The cluster for one database: the one it is in already, else the app's common one of that major, else, if
 * somebody else there has the same user or database, one of its own. Users of one name with different
 * passwords come up when several databases of one production cluster are replaced.
 */
export async function chooseCluster(
  home: string,
  request: { app: string; name: string; user: string; database: string },
  major: number,
): Promise<Cluster> {
  const parent = databasesDirectory(home, request.app);
  const common = { app: request.app, major, directory: join(parent, `postgres-${major}`) };
  const own = { ...common, directory: join(parent, `postgres-${major}.${request.name}`) };
  if ((await readState(own)).members[request.name]) return own;
  const { members } = await readState(common);
  const clash = Object.entries(members).some(
    ([name, member]) =>
      name !== request.name && (member.user === request.user || member.database === request.database),
  );
  return clash ? own : common;
}
