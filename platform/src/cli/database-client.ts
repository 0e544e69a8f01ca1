import type { Argv } from "../base/exec.ts";
import type { DatabaseAccess } from "../wire/index.ts";

export interface ClientCommand {
  readonly argv: Argv;
  /** Besides the user's own; the password is here and not where every user of the machine sees it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The command line client of a database, or undefined if there is none that we know. */
export function clientCommand(access: DatabaseAccess): ClientCommand | undefined {
  const engine = access.engine.toUpperCase();
  if (engine === "PG") return psql(access);
  if (engine === "REDIS" || engine === "VALKEY") return redisCli(access);
  return undefined;
}

function psql({ url, caFile }: DatabaseAccess): ClientCommand {
  const parts = new URL(url);
  const mode = parts.searchParams.get("sslmode");
  return {
    argv: ["psql"],
    env: {
      PGHOST: parts.hostname,
      PGPORT: parts.port || "5432",
      PGUSER: decodeURIComponent(parts.username),
      PGPASSWORD: decodeURIComponent(parts.password),
      PGDATABASE: decodeURIComponent(parts.pathname.slice(1)),
      ...(mode !== null && { PGSSLMODE: mode }),
      ...(caFile !== null && { PGSSLROOTCERT: caFile }),
    },
  };
}

function redisCli({ url, caFile }: DatabaseAccess): ClientCommand {
  const parts = new URL(url);
  const database = parts.pathname.slice(1);
  const user = decodeURIComponent(parts.username);
  const password = decodeURIComponent(parts.password);
  const tls = parts.protocol === "rediss:" ? ["--tls", ...(caFile === null ? [] : ["--cacert", caFile])] : [];
  return {
    argv: [
      "redis-cli",
      ...["-h", parts.hostname, "-p", parts.port || "6379"],
      ...tls,
      ...(user === "" ? [] : ["--user", user]),
      ...(database === "" ? [] : ["-n", database]),
    ],
    env: password === "" ? {} : { REDISCLI_AUTH: password },
  };
}
