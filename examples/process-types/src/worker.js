import { setTimeout as sleep } from "node:timers/promises";

import { openPool } from "./database.js";
import { factorsOf } from "./factors.js";
import { awaitSchema, migrate } from "./schema.js";

const IDLE_MS = 500;
const RETRY_MS = 1_000;
const TAKE = `
  SELECT id, number FROM jobs WHERE factors IS NULL
  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;

export async function worker(stop) {
  const pool = openPool();
  if (process.env.WORKER_MIGRATE === "true") await migrate(pool);
  await awaitSchema(pool, stop);
  console.log("worker: taking jobs");
  while (!stop.aborted) {
    const pauseMs = await workOnce(pool);
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stop }).catch(() => {});
  }
  await pool.end();
  console.log("worker: stopped");
}

/** @returns how long to pause before looking again */
async function workOnce(pool) {
  try {
    return (await takeJob(pool)) ? 0 : IDLE_MS;
  } catch (error) {
    console.error(`worker: ${error.message}; trying again`);
    return RETRY_MS;
  }
}

/** The job is locked while it is worked on: if we die, PostgreSQL gives it to another worker. */
async function takeJob(pool) {
  const client = await pool.connect();
  let failure;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query(TAKE);
    if (rows.length > 0) await answer(client, rows[0]);
    await client.query("COMMIT");
    return rows.length > 0;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure);
  }
}

async function answer(client, { id, number }) {
  const factors = factorsOf(Number(number));
  await client.query("UPDATE jobs SET factors = $2 WHERE id = $1", [id, factors]);
  console.log(`job ${id}: ${number} = ${factors.join(" × ")}`);
}
