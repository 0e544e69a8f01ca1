import { and, eq, isNull, or } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { channels, notifications, type NotificationEvent } from "../database/schema/judging.ts";

/**
 * Writes one row a channel that is switched on and covers the site (null: those of all sites only), in the caller's
 * transaction: what is told and what changed are there together or not at all.
 */
export async function enqueueNotifications(
  tx: Db,
  event: NotificationEvent,
  siteId: string | null,
): Promise<void> {
  const covers =
    siteId === null ? isNull(channels.siteId) : or(isNull(channels.siteId), eq(channels.siteId, siteId));
  const found = await tx
    .select({ channelId: channels.id })
    .from(channels)
    .where(and(eq(channels.enabled, true), covers));
  if (found.length === 0) return;
  await tx.insert(notifications).values(found.map(({ channelId }) => ({ channelId, event })));
}
