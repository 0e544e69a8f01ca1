import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { announceChange } from "./changes.js";
import { inTransaction, openPool } from "./database.js";
import { acknowledge, createGroup, takeJob } from "./queue.js";
import { connectPatientRedis, connectRedis } from "./redis.js";
import { stopSignal } from "./stop.js";
import { tasks } from "./tasks.js";

const RETRY_MS = 1_000;

const stop = stopSignal();
const pool = openPool();
const redis = connectRedis();
const reader = connectPatientRedis();
const consumer = `${hostname()}-${process.pid}`;
const stopped = new Promise((resolve) => stop.addEventListener("abort", () => resolve()));

console.log(`worker ${consumer}: waiting for jobs`);
while (!stop.aborted) {
  try {
    await createGroup(redis);
    while (!stop.aborted) await work();
  } catch (error) {
    if (stop.aborted) break;
    // Nothing was acknowledged: the job comes again.
    console.error(`worker: ${error.message}; trying again`);
    await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => {});
  }
}
await pool.end();
redis.disconnect();
reader.disconnect();
console.log("worker: stopped");

async function work() {
  // Waiting ends at once; a job that arrives in that moment goes to another worker. One in hand is finished.
  const job = await Promise.race([takeJob({ redis, reader, consumer }), stopped]);
  if (!job) return;
  const outcome = await doOnce(job);
  await acknowledge(redis, job);
  await announceChange(redis);
  console.log(`job ${job.id}: ${outcome}`);
}

/** The result and the mark that the job is done are committed together, so a repeated job has no effect. */
async function doOnce({ id, kind }) {
  const task = tasks[kind];
  if (!task) return `dropped, unknown kind "${kind}"`;
  return inTransaction(pool, async (client) => {
    const mark = "INSERT INTO jobs_done (id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const { rowCount } = await client.query(mark, [id, kind]);
    return rowCount === 0 ? "was done already" : task({ client, redis, id });
  });
}
