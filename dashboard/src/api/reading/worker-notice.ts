import { sql } from "drizzle-orm";
import type { Db } from "../../database/database.ts";

/** What is wrong with the workers, in a sentence; null if nothing is. */
export async function readWorkerNotice(db: Db): Promise<string | null> {
  const { rows } = await db.execute<{ readonly waiting: number; readonly workers: number }>(sql`
    select (select count(*) from samples where state = 'queued')::int as waiting,
      (select count(*) from workers
        where stopped_at is null and heartbeat_at > now() - interval '60 seconds')::int as workers`);
  const { waiting, workers } = rows[0] ?? { waiting: 0, workers: 0 };
  if (workers > 0 || waiting === 0) return null;
  return `No worker is running, so ${waiting === 1 ? "1 sample waits" : `${waiting} samples wait`}.`;
}
