import { setTimeout as sleep } from "node:timers/promises";

import { addJob } from "./queue.js";
import { connectRedis } from "./redis.js";
import { stopSignal } from "./stop.js";

const PERIOD_MS = Number(process.env.TICK_SECONDS ?? 60) * 1_000;

const stop = stopSignal();
const redis = connectRedis();

let tick = Date.now();
while (!stop.aborted) {
  tick = nextTick(Math.max(tick, Date.now()));
  const at = new Date(tick).toISOString();
  console.log(`next tick at ${at}`);
  await sleep(tick - Date.now(), undefined, { signal: stop }).catch(() => {});
  if (!stop.aborted) await queueSweep(at);
}
redis.disconnect();
console.log("scheduler: stopped");

/** The first multiple of the period after this moment, so a restart does not shift the rhythm. */
function nextTick(afterMs) {
  return (Math.floor(afterMs / PERIOD_MS) + 1) * PERIOD_MS;
}

async function queueSweep(at) {
  try {
    // The id holds the tick: two schedulers, as during a deployment, still make one job.
    await addJob(redis, { id: `sweep-${at}`, kind: "sweep" });
    console.log(`tick ${at}: sweep queued`);
  } catch (error) {
    console.error(`tick ${at} is lost: ${error.message}`);
  }
}
