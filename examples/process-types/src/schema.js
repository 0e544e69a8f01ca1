import { setTimeout as sleep } from "node:timers/promises";

/** In order, each once; the version of a database is how many it has seen. */
const MIGRATIONS = [
  `CREATE TABLE jobs (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     number bigint NOT NULL,
     asked_by text NOT NULL,
     factors bigint[],
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  "CREATE INDEX jobs_open ON jobs (id) WHERE factors IS NULL",
];
/** Any number that nothing else in this database locks: two workers at once take turns. */
const LOCK = 20_260_802;
const LOOK_AGAIN_MS = 500;

export async function migrate(pool) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await client.query("CREATE TABLE IF NOT EXISTS schema_versions (version integer PRIMARY KEY)");
    const from = await versionOf(client);
    for (let version = from; version < MIGRATIONS.length; version += 1) {
      await client.query(MIGRATIONS[version]);
      await client.query("INSERT INTO schema_versions VALUES ($1)", [version + 1]);
    }
    await client.query("COMMIT");
    console.log(`schema: version ${MIGRATIONS.length}, was ${from}`);
  } finally {
    // Closing the connection rolls back whatever was not committed.
    client.release(true);
  }
}

/** @returns "ready", or why this code cannot use the database yet */
export async function schemaState(pool) {
  try {
    const version = await versionOf(pool);
    return version >= MIGRATIONS.length ? "ready" : `schema is at ${version}, needs ${MIGRATIONS.length}`;
  } catch (error) {
    const noTable = error.code === "42P01";
    return noTable ? "schema is not there yet" : `database does not answer: ${error.message}`;
  }
}

/** Returns when somebody has migrated, or the process is asked to stop. */
export async function awaitSchema(pool, stop) {
  let said = "";
  while (!stop.aborted) {
    const state = await schemaState(pool);
    if (state === "ready") return;
    if (state !== said) console.log(`waiting: ${state}`);
    said = state;
    await sleep(LOOK_AGAIN_MS, undefined, { signal: stop }).catch(() => {});
  }
}

async function versionOf(queryable) {
  const { rows } = await queryable.query("SELECT coalesce(max(version), 0) AS version FROM schema_versions");
  return rows[0].version;
}
