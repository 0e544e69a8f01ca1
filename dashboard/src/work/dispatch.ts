import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { samples } from "../database/schema/index.ts";
import type { SampleQueue } from "../queue/queue.ts";

const AT_ONCE = 500;

/**
 * Tells the queue of samples it does not know of yet. The row is marked only after the queue has taken the job, so
 * a crash in between means that it is told twice, which the job's id makes harmless. Returns how many were told.
 */
export async function dispatch(db: Db, queue: SampleQueue): Promise<number> {
  for (let total = 0; ;) {
    const rows = await db
      .select({
        sampleId: samples.id,
        attempt: samples.attempt,
        priority: samples.priority,
        notBefore: samples.notBefore,
      })
      .from(samples)
      .where(and(eq(samples.state, "queued"), isNull(samples.enqueuedAt)))
      .orderBy(asc(samples.priority), asc(samples.position), asc(samples.id))
      .limit(AT_ONCE);
    if (rows.length === 0) return total;
    const now = Date.now();
    await queue.add(
      rows.map(({ notBefore, ...row }) => ({
        ...row,
        delayMs: Math.max(0, (notBefore?.getTime() ?? now) - now),
      })),
    );
    await markTold(db, rows);
    total += rows.length;
  }
}

async function markTold(db: Db, rows: readonly { readonly sampleId: string; readonly attempt: number }[]) {
  const byAttempt = Map.groupBy(rows, ({ attempt }) => attempt);
  for (const [attempt, some] of byAttempt) {
    const ids = some.map(({ sampleId }) => sampleId);
    await db
      .update(samples)
      .set({ enqueuedAt: new Date() })
      .where(and(inArray(samples.id, ids), eq(samples.attempt, attempt), eq(samples.state, "queued")));
  }
}
