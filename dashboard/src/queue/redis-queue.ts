import { Queue, Worker } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import type { Log } from "../base/log.ts";
import { createBullQueue, QUEUE_NAME } from "./bullmq-queue.ts";
import { keepProducer } from "./keep-producer.ts";
import type { SampleJobData, SampleQueue } from "./queue.ts";

const CONNECT_LIMIT_MS = 3_000;
const RECONNECT_MAX_MS = 2_000;
const EVENTS_KEPT = 100;

const common: RedisOptions = {
  connectTimeout: CONNECT_LIMIT_MS,
  retryStrategy: (tries) => Math.min(tries * 100, RECONNECT_MAX_MS),
};

/** BullMQ on Redis. Who adds fails soon while Redis is away; who consumes waits for it. */
export function openRedisQueue(url: string, log: Log): SampleQueue {
  const consuming: Redis[] = [];
  const producing = keepProducer(() => openProducer(url, log));
  return createBullQueue({
    kind: "redis",
    producer: producing.get,
    createWorker: (handle, settings) => {
      const connection = new Redis(url, { ...common, maxRetriesPerRequest: null });
      connection.on("error", () => undefined);
      consuming.push(connection);
      return new Worker(QUEUE_NAME, handle, { connection, ...settings });
    },
    close: async () => {
      await producing.close();
      for (const connection of consuming) connection.disconnect();
    },
  });
}

function openProducer(url: string, log: Log) {
  const redis = new Redis(url, { ...common, maxRetriesPerRequest: 1, commandTimeout: CONNECT_LIMIT_MS });
  logBreaks(redis, log);
  const streams = { events: { maxLen: EVENTS_KEPT } };
  const queue = new Queue<SampleJobData>(QUEUE_NAME, { connection: redis, streams });
  queue.on("error", () => undefined);
  return {
    queue,
    close: async () => {
      redis.disconnect();
      await queue.close();
    },
  };
}

function logBreaks(redis: Redis, log: Log): void {
  let isBroken = false;
  redis.on("error", (error) => {
    if (!isBroken) log.warn({ error: error.message }, "Redis does not answer; samples wait in the database");
    isBroken = true;
  });
  redis.on("ready", () => {
    if (isBroken) log.info("Redis answers again");
    isBroken = false;
  });
}
