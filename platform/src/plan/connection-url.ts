import type { DatabaseConnection } from "./endpoints.ts";

type Settings = Readonly<Record<string, string>>;

interface UrlForm {
  /** Scheme without and with TLS. */
  readonly plain: string;
  readonly tls: string;
  readonly namesDatabase: boolean;
  readonly settings: { readonly plain: Settings; readonly tls: Settings };
}

const CACHE: UrlForm = {
  plain: "redis",
  tls: "rediss",
  namesDatabase: false,
  settings: { plain: {}, tls: {} },
};

const FORMS: Readonly<Record<Exclude<DatabaseConnection["engine"], "KAFKA">, UrlForm>> = {
  PG: {
    plain: "postgresql",
    tls: "postgresql",
    namesDatabase: true,
    settings: { plain: { sslmode: "disable" }, tls: { sslmode: "require" } },
  },
  MYSQL: {
    plain: "mysql",
    tls: "mysql",
    namesDatabase: true,
    settings: { plain: {}, tls: { "ssl-mode": "REQUIRED" } },
  },
  MONGODB: {
    plain: "mongodb",
    tls: "mongodb",
    namesDatabase: true,
    settings: { plain: {}, tls: { tls: "true" } },
  },
  REDIS: CACHE,
  VALKEY: CACHE,
  OPENSEARCH: { plain: "http", tls: "https", namesDatabase: false, settings: { plain: {}, tls: {} } },
};

/**
 * The URL a component finds in DATABASE_URL (or REDIS_URL): an attached one as the user gave it, else made
 * of the connection's parts, percent-encoded. Kafka has no URL on App Platform; it gets its broker `host:port`.
 */
export function connectionUrl(connection: DatabaseConnection): string {
  if (connection.url !== null) return connection.url;
  if (connection.engine === "KAFKA") return `${connection.host}:${connection.port}`;
  const { plain, tls, namesDatabase, settings } = FORMS[connection.engine];
  const named = namesDatabase ? connection : { ...connection, database: "" };
  return assemble(named, connection.tls ? tls : plain, settings[connection.tls ? "tls" : "plain"]);
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
