import { setTimeout as sleep } from "node:timers/promises";

import { openPool } from "./database.js";
import { addJob } from "./jobs.js";
import { awaitSchema } from "./schema.js";

const PERIOD_MS = 60_000;

/** Asks for the factors of the Unix time once a minute, starting now. */
export async function scheduler(stop) {
  const pool = openPool();
  await awaitSchema(pool, stop);
  while (!stop.aborted) {
    await ask(pool);
    const waitMs = PERIOD_MS - (Date.now() % PERIOD_MS);
    console.log(`next tick at ${new Date(Date.now() + waitMs).toISOString()}`);
    await sleep(waitMs, undefined, { signal: stop }).catch(() => {});
  }
  await pool.end();
  console.log("scheduler: stopped");
}

async function ask(pool) {
  const second = Math.floor(Date.now() / 1_000);
  try {
    console.log(`tick: job ${await addJob(pool, second, "scheduler")} asks for ${second}`);
  } catch (error) {
    console.error(`tick is lost: ${error.message}`);
  }
}
