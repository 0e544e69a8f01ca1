import { Redis } from "ioredis";

import { required } from "./environment.js";

/** For commands that answer at once: they fail within seconds while Redis is away. */
export function connectRedis() {
  return open({ maxRetriesPerRequest: 1, commandTimeout: 2_000 });
}

/** For blocking reads and subscriptions: they wait until Redis is back. */
export function connectPatientRedis() {
  return open({ maxRetriesPerRequest: null });
}

function open(options) {
  const retryStrategy = (attempt) => Math.min(attempt * 100, 500);
  const redis = new Redis(required("REDIS_URL"), { connectTimeout: 2_000, retryStrategy, ...options });
  redis.on("error", (error) => console.error(`redis: ${error.message || error.code}`));
  return redis;
}
