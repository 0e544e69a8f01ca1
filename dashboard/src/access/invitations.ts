import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "../database/database.ts";
import { invitations, users } from "../database/schema/people.ts";
import { fromNow } from "../database/sql-time.ts";
import type { Role } from "../papers/states.ts";
import { hasAdministrator, lockAdministrators } from "./administrators.ts";
import { writeAudit } from "./audit.ts";
import { hashPassword } from "./password.ts";
import { createSession } from "./sessions.ts";
import { createToken, hashToken } from "./token.ts";

const HOUR_MS = 60 * 60 * 1_000;
const INVITATION_MS = 7 * 24 * HOUR_MS;
const FIRST_INVITATION_MS = 24 * HOUR_MS;

export interface Invitation {
  readonly id: string;
  readonly role: Role;
  readonly isFirst: boolean;
  /** null: whoever has the link says theirs. */
  readonly email: string | null;
  readonly expiresAt: Date;
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export type Acceptance =
  | { readonly kind: "accepted"; readonly userId: string; readonly token: string }
  /** Unknown, used, expired or void. */
  | { readonly kind: "invalid" }
  | { readonly kind: "other-email"; readonly email: string }
  | { readonly kind: "email-taken" };

/** A link for one person, for seven days. Void while the one who made it is no enabled administrator. */
export async function invite(
  db: Db,
  { by, role, email }: { readonly by: string; readonly role: Role; readonly email: string | null },
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  return db.transaction(async (tx) => {
    const made = await insert(tx, { createdBy: by, role, email, isFirst: false, lifetimeMs: INVITATION_MS });
    const subject = email ?? "whoever has the link";
    await writeAudit(tx, { userId: by, action: "user.invited", subject, details: { role } });
    return made;
  });
}

/** A link for the first administrator, for 24 hours. */
export async function inviteFirst(db: Db): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  await db.delete(invitations).where(and(invitations.isFirst, lte(invitations.expiresAt, sql`now()`)));
  return insert(db, {
    createdBy: null,
    role: "admin",
    email: null,
    isFirst: true,
    lifetimeMs: FIRST_INVITATION_MS,
  });
}

/** null: unknown, used, expired or void. */
export async function findInvitation(db: Db, token: string): Promise<Invitation | null> {
  const inviter = alias(users, "inviter");
  const [found] = await db
    .select({
      id: invitations.id,
      role: invitations.role,
      isFirst: invitations.isFirst,
      email: invitations.email,
      expiresAt: invitations.expiresAt,
      inviterRole: inviter.role,
      inviterDisabledAt: inviter.disabledAt,
    })
    .from(invitations)
    .leftJoin(inviter, eq(inviter.id, invitations.createdBy))
    .where(
      and(
        eq(invitations.tokenHash, hashToken(token)),
        isNull(invitations.usedAt),
        gt(invitations.expiresAt, sql`now()`),
      ),
    );
  if (found === undefined) return null;
  const { inviterRole, inviterDisabledAt, ...invitation } = found;
  if (found.isFirst) return (await hasAdministrator(db)) ? null : invitation;
  return inviterRole === "admin" && inviterDisabledAt === null ? invitation : null;
}

/** Makes the user and signs them in. Of any number at once with one link, or with first links, one is accepted. */
export async function acceptInvitation(db: Db, token: string, newUser: NewUser): Promise<Acceptance> {
  // Before the password is hashed: that costs, and anyone may ask.
  const early = refusal(await findInvitation(db, token), newUser);
  if (early !== null) return early;
  const passwordHash = await hashPassword(newUser.password);
  return db.transaction(async (tx) => {
    await lockAdministrators(tx);
    const invitation = await findInvitation(tx, token);
    const late = refusal(invitation, newUser);
    if (late !== null || invitation === null) return late ?? { kind: "invalid" };
    const { email, name } = newUser;
    const [user] = await tx
      .insert(users)
      .values({ email, name, passwordHash, role: invitation.role })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (user === undefined) return { kind: "email-taken" };
    await tx
      .update(invitations)
      .set({ usedAt: sql`now()` })
      .where(eq(invitations.id, invitation.id));
    const details = { role: invitation.role, isFirst: invitation.isFirst };
    await writeAudit(tx, { userId: user.id, action: "user.joined", subject: email, details });
    return { kind: "accepted", userId: user.id, token: await createSession(tx, user.id) };
  });
}

function refusal(invitation: Invitation | null, { email }: NewUser): Acceptance | null {
  if (invitation === null) return { kind: "invalid" };
  const isOther = invitation.email !== null && invitation.email.toLowerCase() !== email.toLowerCase();
  return isOther ? { kind: "other-email", email: invitation.email } : null;
}

interface NewInvitation {
  readonly createdBy: string | null;
  readonly role: Role;
  readonly email: string | null;
  readonly isFirst: boolean;
  readonly lifetimeMs: number;
}

async function insert(db: Db, { lifetimeMs, ...values }: NewInvitation) {
  const token = createToken();
  const [made] = await db
    .insert(invitations)
    .values({ ...values, tokenHash: hashToken(token), expiresAt: fromNow(lifetimeMs) })
    .returning({ expiresAt: invitations.expiresAt });
  if (made === undefined) throw new Error("an insert answered no row");
  return { token, expiresAt: made.expiresAt };
}
