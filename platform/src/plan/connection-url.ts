import type { DatabaseConnection } from "./endpoints.ts";

/**
 * The URL a component finds in DATABASE_URL (or REDIS_URL): an attached one as the user gave it, else made
 * of the connection's parts, percent-encoded. Kafka has no URL on App Platform; it gets its broker `host:port`.
 */
export function connectionUrl(connection: DatabaseConnection): string {
  if (connection.url !== null) return connection.url;
  switch (connection.engine) {
    case "PG":
      return assemble(connection, "postgresql", { sslmode: connection.tls ? "require" : "disable" });
    case "MYSQL":
      return assemble(connection, "mysql", connection.tls ? { "ssl-mode": "REQUIRED" } : {});
    case "MONGODB":
      return assemble(connection, "mongodb", connection.tls ? { tls: "true" } : {});
    case "REDIS":
    case "VALKEY":
      return assemble({ ...connection, database: "" }, connection.tls ? "rediss" : "redis", {});
    case "OPENSEARCH":
      return assemble({ ...connection, database: "" }, connection.tls ? "https" : "http", {});
    case "KAFKA":
      return `${connection.host}:${connection.port}`;
  }
}

/**
 * The value of JDBC_DATABASE_URL; "" for engines without one. User and password stand among the parameters
 * because PostgreSQL's JDBC driver reads `user:password@host` as part of the host's name.
 */
export function jdbcConnectionUrl(connection: DatabaseConnection): string {
  const { host, port, database, username, password, tls } = connection;
  const place = `${host}:${port}/${encodeURIComponent(database)}`;
  if (connection.engine === "PG") {
    const settings = { user: username, password, sslmode: tls ? "require" : "disable" };
    return `jdbc:postgresql://${place}?${query(settings)}`;
  }
  if (connection.engine === "MYSQL") {
    const settings = { user: username, password, sslMode: tls ? "REQUIRED" : "DISABLED" };
    return `jdbc:mysql://${place}?${query(settings)}`;
  }
  return "";
}

function assemble(
  connection: DatabaseConnection,
  scheme: string,
  settings: Readonly<Record<string, string>>,
): string {
  const { host, port, username, password, database } = connection;
  const user = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  const path = database === "" ? "" : `/${encodeURIComponent(database)}`;
  const tail = query(settings);
  return `${scheme}://${user}@${host}:${port}${path}${tail === "" ? "" : `?${tail}`}`;
}

function query(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join("&");
}
