import { addJob } from "./queue.js";

/**
 * What the worker can do, by kind of job. A task gets the open transaction and returns what to log.
 * @type {Record<string, (context: object) => Promise<string>>}
 */
export const tasks = { count: countWords, sweep: sweepUncounted };

/** The job that counts the words of one note. */
export function countJob(noteId) {
  return { id: `count-${noteId}`, kind: "count" };
}

async function countWords({ client, id }) {
  const noteId = id.replace("count-", "");
  const { rows } = await client.query("SELECT text FROM notes WHERE id = $1", [noteId]);
  if (rows.length === 0) return "note is gone";
  const words = rows[0].text.trim().split(/\s+/).length;
  await client.query("UPDATE notes SET words = $2 WHERE id = $1", [noteId, words]);
  return `${words} words`;
}

/** Redis may lose its queue; the notes are the truth, so whatever was forgotten is queued again. */
async function sweepUncounted({ client, redis }) {
  const { rows } = await client.query(
    "SELECT id FROM notes WHERE words IS NULL AND created_at < now() - interval '30 seconds' LIMIT 1000",
  );
  for (const { id } of rows) await addJob(redis, countJob(id));
  return `forgotten notes queued again: ${rows.length}`;
}
