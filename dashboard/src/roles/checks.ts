import { sql } from "drizzle-orm";
import { Failure } from "../base/failure.ts";
import { readSchemaState } from "../database/migrate.ts";
import type { HealthCheck } from "./health.ts";
import type { Parts } from "./parts.ts";

/** What one process opens at most: a pool of three, one that listens, one that holds a lane. */
const CONNECTIONS_NEEDED = 5;

const schemaMessages = {
  behind:
    "the database is not migrated yet; a process with PROCESS_TYPE=migrate or WORKER_MIGRATE=true does it",
  ahead: "the database was migrated by a newer version of the dashboard",
  edited: "a migration that the database has was edited afterwards",
} as const;

/** Database, schema, connections and queue: what every role needs. */
export function commonChecks({ database, queue }: Parts): readonly HealthCheck[] {
  return [
    { name: "database", run: () => database.ping().then(() => "answers") },
    { name: "schema", run: () => requireSchema(database).then(() => "current") },
    { name: "connections", run: () => checkConnections(database), optional: true },
    { name: "queue", run: () => queue.ping().then(() => `${queue.kind} answers`), optional: true },
  ];
}

/** Rejects with what to do unless the schema is the one this code needs. */
export async function requireSchema(database: Parts["database"]): Promise<void> {
  const state = await readSchemaState(database);
  if (state !== "current") throw new Failure(`SCHEMA_${state.toUpperCase()}`, schemaMessages[state]);
}

async function checkConnections({ db }: Parts["database"]): Promise<string> {
  const { rows } = await db.execute<{ readonly allowed: number; readonly used: number }>(sql`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as allowed,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`);
  const { allowed, used } = rows[0] ?? { allowed: 0, used: 0 };
  if (allowed - used < CONNECTIONS_NEEDED)
    throw new Failure("FEW_CONNECTIONS", `${used} of the server's ${allowed} connections are in use`);
  return `${used} of ${allowed} in use`;
}
