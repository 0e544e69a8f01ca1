import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { channels, notifications, type NotificationEvent } from "../database/schema/judging.ts";
import { fromNow } from "../database/sql-time.ts";
import type { ChannelKind } from "../papers/states.ts";

// Far longer than a delivery may take: only a process that died lets it pass.
const CLAIM_MS = 60_000;

/** A row that is ours until its next try is due. */
export interface ClaimedNotification {
  readonly id: string;
  readonly event: NotificationEvent;
  /** With this one. Also says whose claim it is: a later one has a larger number. */
  readonly tries: number;
  readonly channel: {
    readonly id: string;
    readonly kind: ChannelKind;
    readonly target: string;
    readonly secretEncrypted: string | null;
  };
}

export type Settlement =
  | { readonly state: "sent"; readonly note: string | null }
  | { readonly state: "failed"; readonly error: string }
  | { readonly state: "waiting"; readonly error: string; readonly delayMs: number };

/**
 * Takes the row that is due longest, or null. Its next try is pushed forward in the same transaction: nobody else
 * takes it meanwhile, and it comes up again by itself should this process die.
 */
export function claimNext(db: Db): Promise<ClaimedNotification | null> {
  return db.transaction(async (tx) => {
    const [due] = await tx
      .select({
        id: notifications.id,
        event: notifications.event,
        tries: notifications.tries,
        channel: {
          id: channels.id,
          kind: channels.kind,
          target: channels.target,
          secretEncrypted: channels.secretEncrypted,
        },
      })
      .from(notifications)
      .innerJoin(channels, eq(channels.id, notifications.channelId))
      .where(and(eq(notifications.state, "waiting"), lte(notifications.nextTryAt, sql`now()`)))
      .orderBy(asc(notifications.nextTryAt))
      .limit(1)
      .for("update", { of: notifications, skipLocked: true });
    if (due === undefined) return null;
    const tries = due.tries + 1;
    await tx
      .update(notifications)
      .set({ tries, nextTryAt: fromNow(CLAIM_MS) })
      .where(eq(notifications.id, due.id));
    return { ...due, tries };
  });
}

/** Writes down what came of a claim, unless somebody else has claimed the row since. */
export async function settle(
  db: Db,
  { id, tries }: ClaimedNotification,
  settlement: Settlement,
): Promise<void> {
  await db
    .update(notifications)
    .set(settledColumns(settlement))
    .where(and(eq(notifications.id, id), eq(notifications.tries, tries), eq(notifications.state, "waiting")));
}

function settledColumns(settlement: Settlement) {
  if (settlement.state === "sent")
    return { state: "sent", sentAt: sql`now()`, lastError: settlement.note } as const;
  if (settlement.state === "failed") return { state: "failed", lastError: settlement.error } as const;
  return { lastError: settlement.error, nextTryAt: fromNow(settlement.delayMs) };
}
