import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { ADMIN } from "./settings.ts";

const CONNECT_TIMEOUT_MS = 10_000;
// Every cluster has it, and no app gets it: `postgres` may be the name of somebody's database.
const MAINTENANCE_DATABASE = "template1";
const OWNER_OF_DATABASE = "select pg_get_userbyid(datdba) from pg_database where datname = $1";
const DATABASES_OF_USER = "select datname as name from pg_database where pg_get_userbyid(datdba) = $1";

/** Where and as whom to connect; always over the loopback, with TLS, against our own authority. */
export interface Entry {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly caCertificate: string;
}

/** How the cluster's owner gets in. */
export type Administration = Omit<Entry, "user" | "database">;

/** What an app gets in a cluster. */
export interface Grant {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** True if this user gets in with its password and owns the database. */
export async function canEnter(entry: Entry): Promise<boolean> {
  const owns = "select pg_get_userbyid(datdba) = current_user as owns from pg_database where datname = $1";
  try {
    return await withClient(entry, async (client) => {
      const { rows } = await client.query<{ owns: boolean }>(owns, [entry.database]);
      return rows[0]?.owns === true;
    });
  } catch {
    // Why it cannot is found out, and put right, by whoever asked.
    return false;
  }
}

/** Makes the role and its database, or brings them in line: password, owner, nobody else's way in. */
export async function provide(admin: Administration, grant: Grant): Promise<void> {
  const [user, database] = [escapeIdentifier(grant.user), escapeIdentifier(grant.database)];
  const owner = await asAdmin(admin, MAINTENANCE_DATABASE, async (client) => {
    const role = await first(client, "select rolname from pg_roles where rolname = $1", grant.user);
    const password = escapeLiteral(grant.password);
    await client.query(
      `${role === undefined ? "create" : "alter"} role ${user} with login password ${password}`,
    );
    const found = await first(client, OWNER_OF_DATABASE, grant.database);
    if (found === undefined)
      await client.query(`create database ${database} owner ${user} template template0`);
    else await client.query(`alter database ${database} owner to ${user}`);
    for (const name of [database, "template1", "postgres"]) {
      await client.query(`revoke connect, temporary on database ${name} from public`);
    }
    return found;
  });
  await asAdmin(admin, grant.database, async (client) => {
    // A component that changed its user keeps its tables.
    const former = owner === ADMIN || owner === grant.user ? undefined : owner;
    if (former !== undefined) await client.query(`reassign owned by ${escapeIdentifier(former)} to ${user}`);
    await giveSchema(client, user);
  });
}

/** Drops the role and every database it owns, whoever is connected. */
export async function withdraw(admin: Administration, user: string): Promise<void> {
  await asAdmin(admin, MAINTENANCE_DATABASE, async (client) => {
    const { rows } = await client.query<{ name: string }>(DATABASES_OF_USER, [user]);
    for (const { name } of rows) {
      const database = escapeIdentifier(name);
      await client.query(`alter database ${database} allow_connections false`);
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
      await client.query(`drop database ${database}`);
    }
    await client.query(`drop role if exists ${escapeIdentifier(user)}`);
  });
}

/** Up to 14 the schema `public` belongs to the cluster's owner, and tools that reset it by dropping it fail. */
async function giveSchema(client: Client, user: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    "select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = 'public'",
  );
  if (rows[0]?.owner === ADMIN) await client.query(`alter schema public owner to ${user}`);
}

/** The first column of the first row, or undefined without one. */
async function first(client: Client, question: string, name: string): Promise<string | undefined> {
  const { rows } = await client.query<string[]>({ text: question, values: [name], rowMode: "array" });
  return rows[0]?.[0];
}

function asAdmin<Result>(
  admin: Administration,
  database: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  return withClient({ ...admin, user: ADMIN, database }, async (client) => {
    // A statement that fails is logged whole, and some of ours hold passwords.
    await client.query("set log_min_error_statement = panic");
    return work(client);
  });
}

async function withClient<Result>(entry: Entry, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({
    host: "127.0.0.1",
    port: entry.port,
    user: entry.user,
    password: entry.password,
    database: entry.database,
    ssl: { ca: entry.caCertificate },
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "ashore",
  });
  // A server that dies under us shows in the query that was waiting; without a listener it would end us too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
