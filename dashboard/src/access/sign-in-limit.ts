import { and, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import ipaddr from "ipaddr.js";
import type { Db } from "../database/database.ts";
import { signInFailures } from "../database/schema/people.ts";
import { fromNow } from "../database/sql-time.ts";

const WINDOW_MS = 15 * 60 * 1_000;
const PER_EMAIL = 10;
const PER_ADDRESS = 30;

/** An attempt counts as a failure from the start, so that a hundred at once are not judged before one is counted. */
export type SignInAttempt =
  | { readonly kind: "admitted"; readonly failureIds: readonly string[] }
  | { readonly kind: "refused"; readonly until: Date };

/** Counts over all web instances: at most 10 failures for an e-mail and 30 from an address in 15 minutes. */
export async function startAttempt(
  db: Db,
  { email, address }: { readonly email: string; readonly address: string },
): Promise<SignInAttempt> {
  // Always in this order, so that two attempts never wait for each other.
  const limits = [
    { key: `address ${networkOf(address)}`, limit: PER_ADDRESS },
    { key: `email ${email.toLowerCase()}`, limit: PER_EMAIL },
  ];
  return db.transaction(async (tx) => {
    for (const { key } of limits)
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
    for (const { key, limit } of limits) {
      const until = await lockedUntil(tx, key, limit);
      if (until !== null) return { kind: "refused", until };
    }
    await tx.delete(signInFailures).where(lte(signInFailures.createdAt, fromNow(-WINDOW_MS)));
    const counted = await tx
      .insert(signInFailures)
      .values(limits.map(({ key }) => ({ key })))
      .returning({ id: signInFailures.id });
    return { kind: "admitted", failureIds: counted.map(({ id }) => id) };
  });
}

/** Takes back what `startAttempt` counted, once the password was right. Earlier failures stay. */
export async function forgive(db: Db, failureIds: readonly string[]): Promise<void> {
  await db.delete(signInFailures).where(inArray(signInFailures.id, [...failureIds]));
}

/** When the oldest of the last `limit` failures is old enough; null: there are fewer. */
async function lockedUntil(db: Db, key: string, limit: number): Promise<Date | null> {
  const [oldest] = await db
    .select({ at: signInFailures.createdAt })
    .from(signInFailures)
    .where(and(eq(signInFailures.key, key), gt(signInFailures.createdAt, fromNow(-WINDOW_MS))))
    .orderBy(desc(signInFailures.createdAt))
    .offset(limit - 1)
    .limit(1);
  return oldest === undefined ? null : new Date(oldest.at.getTime() + WINDOW_MS);
}

/** One household or server has a whole /64 of IPv6, so that is counted as one address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv6"
    ? `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`
    : parsed.toString();
}
