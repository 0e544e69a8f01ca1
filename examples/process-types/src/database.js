import pg from "pg";

/** A small pool, with TLS verified against CA_CERT where the platform gives one. */
export function openPool() {
  const url = new URL(process.env.DATABASE_URL ?? "postgresql://localhost:5432/postgres");
  const ca = process.env.CA_CERT;
  // pg lets sslmode in the URL override `ssl`, and the authority with it.
  if (ca) url.searchParams.delete("sslmode");
  const pool = new pg.Pool({
    connectionString: url.href,
    ...(ca ? { ssl: { ca } } : {}),
    max: 3,
    connectionTimeoutMillis: 2_000,
  });
  pool.on("error", (error) => console.error(`database: ${error.message}`));
  return pool;
}
