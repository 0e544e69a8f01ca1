import { expect, test } from "vitest";
import { createId } from "../base/id.ts";
import { migrateDatabase } from "../database/migrate.ts";
import { silentLog, startTestDatabase } from "../testing/database.ts";
import { startTestRedis } from "../testing/redis.ts";
import { openPostgresQueue } from "./postgres-queue.ts";
import { testSampleQueue } from "./queue.conformance.ts";
import { openRedisQueue } from "./redis-queue.ts";

testSampleQueue("BullMQ on Redis", async () => {
  const redis = await startTestRedis();
  const queue = openRedisQueue(redis.url, silentLog);
  return {
    queue,
    stop: async () => {
      await queue.close();
      await redis.stop();
    },
  };
});

testSampleQueue("BullMQ on PostgreSQL", async () => {
  const server = await startTestDatabase();
  await migrateDatabase(server.database, silentLog, { withQueue: true });
  const queue = openPostgresQueue(server.url);
  return {
    queue,
    stop: async () => {
      await queue.close();
      await server.stop();
    },
  };
});

test("says soon that Redis is away, and goes on when it is back", async () => {
  const redis = await startTestRedis();
  const queue = openRedisQueue(redis.url, silentLog);
  const job = { sampleId: createId(), attempt: 1, priority: 10, delayMs: 0 };
  try {
    await queue.ping();
    await redis.kill();
    await expect(queue.ping()).rejects.toThrow();
    await expect(queue.add([job])).rejects.toThrow();
    await redis.restart();
    await expect
      .poll(
        () =>
          queue.add([job]).then(
            () => "added",
            () => "not yet",
          ),
        { timeout: 15_000 },
      )
      .toBe("added");
    expect(await queue.listWaiting(10)).toHaveLength(1);
  } finally {
    await queue.close();
    await redis.stop();
  }
});

test("finds a Redis that was not there when it was opened", async () => {
  const redis = await startTestRedis();
  await redis.kill();
  const queue = openRedisQueue(redis.url, silentLog);
  try {
    await expect(queue.ping()).rejects.toThrow();
    await redis.restart();
    await expect
      .poll(
        () =>
          queue.ping().then(
            () => "there",
            () => "away",
          ),
        { timeout: 15_000 },
      )
      .toBe("there");
  } finally {
    await queue.close();
    await redis.stop();
  }
});

test("finds tables that were made after it was opened", async () => {
  const server = await startTestDatabase();
  const queue = openPostgresQueue(server.url);
  try {
    await expect(queue.ping()).rejects.toThrow(/not initialized/);
    await migrateDatabase(server.database, silentLog, { withQueue: true });
    await queue.ping();
  } finally {
    await queue.close();
    await server.stop();
  }
});
