import { readdir, readFile } from "node:fs/promises";

import pg from "pg";

import { connectionOptions } from "./database.js";

const DIRECTORY = new URL("../migrations/", import.meta.url);
/** Any number that nothing else in this database locks: two deployments at once take turns. */
const LOCK = 20_260_801;

const client = new pg.Client(connectionOptions());
await client.connect();
try {
  await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
  const pending = await pendingMigrations();
  for (const name of pending) await apply(name);
  console.log(pending.length > 0 ? `applied ${pending.join(", ")}` : "nothing to migrate");
} finally {
  await client.end();
}

async function pendingMigrations() {
  await client.query(
    "CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())",
  );
  const { rows } = await client.query("SELECT name FROM schema_migrations");
  const applied = new Set(rows.map((row) => row.name));
  const files = await readdir(DIRECTORY);
  return files.filter((file) => file.endsWith(".sql") && !applied.has(file)).sort();
}

async function apply(name) {
  const sql = await readFile(new URL(name, DIRECTORY), "utf8");
  await client.query("BEGIN");
  await client.query(sql);
  await client.query("INSERT INTO schema_migrations (name) VALUES ($1)", [name]);
  await client.query("COMMIT");
}
