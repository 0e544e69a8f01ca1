import pg from "pg";

import { required } from "./environment.js";

/** Options for pg's Client and Pool: verified TLS when the platform gives us its authority. */
export function connectionOptions() {
  const url = new URL(required("DATABASE_URL"));
  const ca = process.env.CA_CERT;
  if (!ca) return { connectionString: url.href };
  // pg lets sslmode in the URL override `ssl`, and the authority with it.
  url.searchParams.delete("sslmode");
  return { connectionString: url.href, ssl: { ca } };
}

export function openPool() {
  const pool = new pg.Pool({
    ...connectionOptions(),
    max: 5,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  // An idle connection that breaks would otherwise end the process; the next query opens a new one.
  pool.on("error", (error) => console.error(`database: ${error.message}`));
  return pool;
}

/** Runs `work(client)` in one transaction and returns what it returns. */
export async function inTransaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // Closing the connection rolls back, also when it is the connection that broke.
    client.release(error);
    throw error;
  }
}
