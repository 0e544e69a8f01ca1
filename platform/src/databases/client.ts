import type { Argv, Environment } from "../base/exec.ts";
import type { DatabaseConnection } from "../plan/endpoints.ts";

export interface ClientOptions {
  /** Address to dial in place of the connection's host, which only instances know, e.g. 127.0.0.1. */
  readonly address?: string;
  /** The absolute path of a program of this machine, or undefined. */
  readonly findProgram: (program: string) => Promise<string | undefined>;
}

/**
 * The command that opens a client on the database, or null if this machine has none. The password goes through the
 * environment, where other users cannot read it; `env` is to be added to the user's own.
 */
export async function databaseClient(
  connection: DatabaseConnection,
  options: ClientOptions,
): Promise<{ readonly argv: Argv; readonly env: Environment } | null> {
  const host = options.address ?? connection.host;
  switch (connection.engine) {
    case "PG":
      return postgresClient(connection, host, options);
    case "REDIS":
    case "VALKEY":
      return cacheClient(connection, host, options);
    default:
      return null;
  }
}

async function postgresClient(
  connection: DatabaseConnection,
  host: string,
  options: ClientOptions,
): Promise<{ argv: Argv; env: Environment } | null> {
  const psql = await options.findProgram("psql");
  if (psql === undefined) return null;
  const { port, username, password, database, tls } = connection;
  return {
    argv: [psql, `--host=${host}`, `--port=${port}`, `--username=${username}`, `--dbname=${database}`],
    env: { PGPASSWORD: password, PGSSLMODE: tls ? "require" : "prefer" },
  };
}

async function cacheClient(
  connection: DatabaseConnection,
  host: string,
  options: ClientOptions,
): Promise<{ argv: Argv; env: Environment } | null> {
  const { port, password, tls } = connection;
  const program = (await options.findProgram("redis-cli")) ?? (await options.findProgram("valkey-cli"));
  if (program === undefined) return null;
  return {
    argv: [program, "-h", host, "-p", String(port), ...(tls ? ["--tls"] : [])],
    // Each client reads only the one of its own name.
    env: { REDISCLI_AUTH: password, VALKEYCLI_AUTH: password },
  };
}
