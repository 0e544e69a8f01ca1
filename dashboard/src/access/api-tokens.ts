import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { apiTokens, users } from "../database/schema/people.ts";
import { fromNow } from "../database/sql-time.ts";
import type { Role } from "../papers/states.ts";
import { writeAudit } from "./audit.ts";
import { lesserRole } from "./roles.ts";
import type { Bearer } from "./sessions.ts";
import { createApiTokenText, hashToken, hintOf } from "./token.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How exact `lastUsedAt` is: a write for every request would be too many. */
const LAST_USED_MS = 60 * 1_000;

export interface NewApiToken {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** null: it never expires. */
  readonly expiresInDays: number | null;
}

export type ApiTokenRow = Omit<typeof apiTokens.$inferSelect, "tokenHash" | "userId">;

const columns = {
  id: apiTokens.id,
  name: apiTokens.name,
  hint: apiTokens.hint,
  role: apiTokens.role,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
};

/** The token's text is in this answer only; the database keeps its hash. */
export async function createApiToken(
  db: Db,
  { userId, name, role, expiresInDays }: NewApiToken,
): Promise<ApiTokenRow & { readonly token: string }> {
  const token = createApiTokenText();
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({
        userId,
        name,
        role,
        tokenHash: hashToken(token),
        hint: hintOf(token),
        expiresAt: expiresInDays === null ? null : fromNow(expiresInDays * DAY_MS),
      })
      .returning(columns);
    if (row === undefined) throw new Error("an insert answered no row");
    await writeAudit(tx, {
      userId,
      action: "token.created",
      subject: name,
      details: { role, hint: row.hint },
    });
    return { ...row, token };
  });
}

/** null: unknown, expired, or its user is disabled. The role is never above the user's present one. */
export async function findApiToken(db: Db, token: string): Promise<Bearer | null> {
  const [found] = await db
    .select({ id: apiTokens.id, tokenRole: apiTokens.role, userId: users.id, userRole: users.role })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(
      and(
        eq(apiTokens.tokenHash, hashToken(token)),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
        isNull(users.disabledAt),
      ),
    );
  if (found === undefined) return null;
  await noteUse(db, found.id);
  return { userId: found.userId, role: lesserRole(found.tokenRole, found.userRole) };
}

export async function listApiTokens(db: Db, userId: string): Promise<readonly ApiTokenRow[]> {
  return db.select(columns).from(apiTokens).where(eq(apiTokens.userId, userId)).orderBy(desc(apiTokens.id));
}

/** Only one's own. */
export async function deleteApiToken(
  db: Db,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<"deleted" | "absent"> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .delete(apiTokens)
      .where(and(eq(apiTokens.id, id), eq(apiTokens.userId, userId)))
      .returning({ name: apiTokens.name, hint: apiTokens.hint });
    if (row === undefined) return "absent";
    await writeAudit(tx, { userId, action: "token.deleted", subject: row.name, details: { hint: row.hint } });
    return "deleted";
  });
}

async function noteUse(db: Db, id: string): Promise<void> {
  const isOld = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, fromNow(-LAST_USED_MS)));
  await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isOld));
}
