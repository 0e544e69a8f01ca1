import manifest from "../package.json" with { type: "json" };

/** Whether what we need answers, and which version is speaking. */
export async function health({ pool, redis }) {
  const [database, queue] = await Promise.all([answer(pool.query("SELECT 1")), answer(redis.ping())]);
  return {
    ok: database === "ok" && queue === "ok",
    database,
    redis: queue,
    version: manifest.version,
    commit: process.env.COMMIT_HASH || "unknown",
  };
}

async function answer(question) {
  try {
    await question;
    return "ok";
  } catch {
    return "no answer";
  }
}
