/**
 * Jobs on a Redis stream. A job stays pending until it is acknowledged, so one that a dead worker held
 * goes to another after CLAIM_AFTER_MS: delivered at least once, hence the ids.
 */
const STREAM = "jobs";
const GROUP = "workers";
const CLAIM_AFTER_MS = 30_000;
const BLOCK_MS = 5_000;

/** @param {{ id: string, kind: string }} job equal ids are done once */
export async function addJob(redis, { id, kind }) {
  await redis.xadd(STREAM, "MAXLEN", "~", 10_000, "*", "id", id, "kind", kind);
}

/** Idempotent; called again when Redis came back empty. */
export async function createGroup(redis) {
  try {
    await redis.xgroup("CREATE", STREAM, GROUP, "0", "MKSTREAM");
  } catch (error) {
    if (!error.message.startsWith("BUSYGROUP")) throw error;
  }
}

/** The next job, one that was abandoned first; undefined if none came within BLOCK_MS. */
export async function takeJob({ redis, reader, consumer }) {
  const [, abandoned] = await redis.xautoclaim(STREAM, GROUP, consumer, CLAIM_AFTER_MS, "0", "COUNT", 1);
  if (abandoned.length > 0) return toJob(abandoned[0]);
  const read = await reader.xreadgroup(
    ...["GROUP", GROUP, consumer, "COUNT", 1, "BLOCK", BLOCK_MS, "STREAMS", STREAM, ">"],
  );
  return read ? toJob(read[0][1][0]) : undefined;
}

export async function acknowledge(redis, job) {
  await redis.xack(STREAM, GROUP, job.entry);
}

function toJob([entry, fields]) {
  const [, id, , kind] = fields;
  return { entry, id, kind };
}
