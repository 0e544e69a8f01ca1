const ADD = "INSERT INTO jobs (number, asked_by) VALUES ($1, $2) RETURNING id";
const NEWEST = "SELECT id, number, asked_by, factors FROM jobs ORDER BY id DESC LIMIT 20";

export async function addJob(pool, number, askedBy) {
  const { rows } = await pool.query(ADD, [number, askedBy]);
  return rows[0].id;
}

export async function newestJobs(pool) {
  return (await pool.query(NEWEST)).rows;
}
