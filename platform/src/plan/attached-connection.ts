import type { DatabaseConnection } from "./endpoints.ts";
import type { DatabasePlan } from "./plan.ts";

const DEFAULT_PORTS = {
  PG: 5432,
  MYSQL: 3306,
  REDIS: 6379,
  VALKEY: 6379,
  MONGODB: 27017,
  KAFKA: 9092,
  OPENSEARCH: 9200,
} as const;

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i;
/** Scheme and user, then the host of a URL. */
const UP_TO_HOST = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?)(\[[^\]]*\]|[^:/?#]*)/i;

/**
 * The connection behind a URL that was attached in `.do/ashore.yaml`; `url` is passed on as it was given.
 * @param innerHost name by which instances reach this machine, in place of a loopback host; null: they share it
 * @throws TypeError if it is not a URL
 */
export function attachedConnection(
  plan: DatabasePlan,
  url: string,
  innerHost: string | null = null,
): DatabaseConnection {
  const connection = connectionOf(plan, url);
  if (innerHost === null || !LOOPBACK.test(connection.host)) return connection;
  return { ...connection, host: innerHost, url: withHost(url, innerHost), loopback: connection.host };
}

/** A URL with another host, everything else as it is written. */
export function withHost(url: string, host: string): string {
  return url.replace(UP_TO_HOST, (_all, before: string) => before + host);
}

function connectionOf(plan: DatabasePlan, url: string): DatabaseConnection {
  const { hostname, port, username, password, pathname, protocol, searchParams } = new URL(url);
  return {
    name: plan.name,
    engine: plan.engine,
    version: plan.version,
    host: hostname,
    port: port === "" ? DEFAULT_PORTS[plan.engine] : Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    tls: protocol === "rediss:" || (searchParams.get("sslmode") ?? "disable") !== "disable",
    caCertificate: "",
    url,
  };
}
