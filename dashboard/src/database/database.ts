import { drizzle, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Log } from "../base/log.ts";
import * as schema from "./schema/index.ts";

// With the connection that listens and the worker's lane, a process stays within five.
const POOL_SIZE = 3;
const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_MS = 30_000;

/** The database or a transaction on it: everything that queries takes this. */
export type Db = PgDatabase<NodePgQueryResultHKT, typeof schema>;

export interface Database {
  readonly db: Db;
  /** A connection of its own, outside of the pool: for locks that last and for listening. The caller ends it. */
  connect(purpose: string): Promise<pg.Client>;
  /** Answers whether the server does, with what it says. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseAddress {
  readonly url: string;
  /** PEM of the authority that signed the server's certificate; null: what the URL says decides. */
  readonly ca: string | null;
  /** Shown by the server for each connection, e.g. `dashboard web`. */
  readonly name: string;
}

/** Opens a pool of three. Nothing is connected before the first query. */
export function openDatabase(address: DatabaseAddress, log: Log): Database {
  const options = connectionOptions(address);
  const pool = new pg.Pool({ ...options, max: POOL_SIZE });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => log.warn({ error: error.message }, "a database connection broke"));
  return {
    db: drizzle(pool, { schema }),
    connect: async (purpose) => {
      const client = new pg.Client({
        ...options,
        statement_timeout: 0,
        keepAlive: true,
        application_name: `${address.name} ${purpose}`,
      });
      client.on("error", (error) =>
        log.warn({ error: error.message, purpose }, "a database connection broke"),
      );
      await client.connect();
      return client;
    },
    ping: async () => {
      await pool.query("select 1");
    },
    close: () => pool.end(),
  };
}

function connectionOptions({ url, ca, name }: DatabaseAddress): pg.ClientConfig {
  const address = new URL(url);
  // `sslmode` in the URL would replace the authority given here.
  const needsTls = ["require", "verify-ca", "verify-full"].includes(
    address.searchParams.get("sslmode") ?? "",
  );
  if (needsTls) address.searchParams.delete("sslmode");
  return {
    connectionString: address.href,
    ...(needsTls && { ssl: ca === null ? { rejectUnauthorized: false } : { ca } }),
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  };
}
