import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Conductor, Parts } from "../deploy/index.ts";
import { withHost } from "../plan/attached-connection.ts";
import { connectionUrl } from "../plan/connection-url.ts";
import type { DatabaseConnection } from "../plan/endpoints.ts";
import type { DatabaseAccess } from "../wire/index.ts";
import type { Config } from "./config.ts";

/** How programs of this machine reach the databases of a live app. */
export function databaseAccess(
  conductor: Conductor,
  parts: Parts,
  app: string,
  config: Config,
): Promise<readonly DatabaseAccess[]> {
  const live = conductor.live(app);
  const connections = Object.values(live?.endpoints.databases ?? {});
  parts.log.info("database access was asked for", { app });
  return Promise.resolve(
    connections.map((connection) => {
      const here = onMachine(connection);
      const { name, engine, caCertificate } = connection;
      return { name, engine, url: connectionUrl(here), caFile: caFile(config, caCertificate) };
    }),
  );
}

/** The connection as this machine's own programs dial it. */
function onMachine(connection: DatabaseConnection): DatabaseConnection {
  const { url, loopback } = connection;
  if (url === null) return { ...connection, host: "127.0.0.1" };
  return loopback === undefined ? connection : { ...connection, url: withHost(url, loopback) };
}

function caFile(config: Config, certificate: string): string | null {
  if (certificate === "") return null;
  const file = join(config.home, "database-ca.pem");
  writeFileSync(file, certificate);
  return file;
}
