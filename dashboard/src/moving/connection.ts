import pg from "pg";
import { Failure, messageOf } from "../base/failure.ts";
import type { Log } from "../base/log.ts";
import { openDatabase, type Database } from "../database/database.ts";
import { maskUrl } from "./address.ts";

export interface Connection {
  readonly database: Database;
  readonly client: pg.Client;
  /** Of the server and the database on it, whatever address leads there. */
  readonly identity: string;
  close(): Promise<void>;
}

/** One connection whose texts read the same on every server. Throws a Failure that names the address without password. */
export async function openConnection(url: string, log: Log): Promise<Connection> {
  const database = openDatabase({ url, ca: null, name: "dashboard" }, log);
  try {
    const client = await database.connect("migrate-data");
    await client.query(
      `set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'postgres'; set bytea_output to 'hex';
       set extra_float_digits to 1; set idle_in_transaction_session_timeout to 0`,
    );
    return {
      database,
      client,
      identity: await readIdentity(client, url),
      close: () => close(database, client),
    };
  } catch (cause) {
    await database.close();
    throw new Failure("NO_CONNECTION", `${maskUrl(url)} cannot be reached: ${messageOf(cause)}`, {
      hint: "check host, port, user and password",
      cause,
    });
  }
}

async function close(database: Database, client: pg.Client): Promise<void> {
  await client.end();
  await database.close();
}

/** What is to be said of a server that went away or could not go on, or null when the error is something else. */
export function explainLoss(error: unknown): Failure | null {
  const isLost =
    error instanceof Error && /Connection terminated|not queryable|ECONNRESET|EPIPE/.test(error.message);
  // Exceptions of the connection, exhausted resources, an operator's intervention.
  const isStopped = error instanceof pg.DatabaseError && /^(08|53|57)/.test(error.code ?? "");
  if (!isLost && !isStopped) return null;
  return new Failure("CONNECTION_LOST", `a server could not go on: ${messageOf(error)}`, {
    hint: "give the same command again to go on where it was",
    cause: error,
  });
}

/** Managed servers may keep their identifier to themselves; then the address has to do. */
async function readIdentity(client: pg.Client, url: string): Promise<string> {
  try {
    const { rows } = await client.query<{ readonly identity: string }>(
      "select system_identifier || ' ' || current_database() as identity from pg_control_system()",
    );
    return rows[0]?.identity ?? maskUrl(url);
  } catch {
    return maskUrl(url);
  }
}
