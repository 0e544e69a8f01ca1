import { announceChange } from "./changes.js";
import { addJob } from "./queue.js";
import { countJob } from "./tasks.js";

const NEWEST = "SELECT id::int, text, words, created_at FROM notes ORDER BY id DESC LIMIT 50";
const STATS = `
  SELECT (SELECT count(*)::int FROM notes) AS notes,
         (SELECT coalesce(sum(words), 0)::int FROM notes) AS words,
         (SELECT count(*)::int FROM jobs_done) AS jobs_done,
         (SELECT max(done_at) FROM jobs_done WHERE kind = 'sweep') AS last_sweep`;
const ADD = "INSERT INTO notes (text) VALUES ($1) RETURNING id::int, text, words, created_at";

const newNote = {
  type: "object",
  required: ["text"],
  properties: { text: { type: "string", pattern: "\\S", maxLength: 500 } },
};

const addingOptions = {
  schema: { body: newNote },
  schemaErrorFormatter: () => new Error("A note is a text of 1 to 500 characters."),
};

export async function noteRoutes(app, { pool, redis }) {
  app.get("/notes", async () => ({ notes: (await pool.query(NEWEST)).rows }));

  app.get("/stats", async () => (await pool.query(STATS)).rows[0]);

  app.post("/notes", addingOptions, async (request, reply) => {
    const { rows } = await pool.query(ADD, [request.body.text.trim()]);
    await hand(rows[0]);
    return reply.code(201).send(rows[0]);
  });

  /** The note is safe already: while Redis is away it waits for the next sweep. */
  async function hand(note) {
    try {
      await addJob(redis, countJob(note.id));
      await announceChange(redis);
    } catch (error) {
      console.error(`note ${note.id} is not queued yet: ${error.message}`);
    }
  }
}
