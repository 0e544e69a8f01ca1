import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { sessions, users } from "../database/schema/people.ts";
import { fromNow } from "../database/sql-time.ts";
import type { Role } from "../papers/states.ts";
import { createToken, hashToken } from "./token.ts";

export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Who stands behind a session or an API token, with what they may do now. */
export interface Bearer {
  readonly userId: string;
  readonly role: Role;
}

/** Signs a user in for 30 days; answers the token for the cookie. */
export async function createSession(db: Db, userId: string): Promise<string> {
  const token = createToken();
  await db.delete(sessions).where(lte(sessions.expiresAt, sql`now()`));
  await db
    .insert(sessions)
    .values({ userId, tokenHash: hashToken(token), expiresAt: fromNow(SESSION_SECONDS * 1_000) });
  return token;
}

/** null: unknown, expired, or its user is disabled. */
export async function findSession(db: Db, token: string): Promise<Bearer | null> {
  const [found] = await db
    .select({ userId: users.id, role: users.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, hashToken(token)),
        gt(sessions.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    );
  return found ?? null;
}

/** Answers whose it was; null when there was none. */
export async function endSession(db: Db, token: string): Promise<string | null> {
  const [ended] = await db
    .delete(sessions)
    .where(eq(sessions.tokenHash, hashToken(token)))
    .returning({ userId: sessions.userId });
  return ended?.userId ?? null;
}
