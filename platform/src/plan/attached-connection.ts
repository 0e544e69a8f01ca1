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

/**
 * The connection behind a URL that was attached in `.do/ashore.yaml`; `url` is passed on as it was given.
 * @throws TypeError if it is not a URL
 */
export function attachedConnection(plan: DatabasePlan, url: string): DatabaseConnection {
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
