import { eq, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { users } from "../database/schema/people.ts";
import { writeAudit } from "./audit.ts";
import { verifyPassword } from "./password.ts";
import { createSession } from "./sessions.ts";
import { forgive, startAttempt } from "./sign-in-limit.ts";

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** Where the request came from. */
  readonly address: string;
}

export type SignInOutcome =
  | { readonly kind: "signed-in"; readonly userId: string; readonly token: string }
  /** Unknown, disabled or a wrong password: which of them is nobody's business. */
  | { readonly kind: "wrong" }
  | { readonly kind: "locked"; readonly until: Date };

/** While locked even the right password is refused, so that a lock tells nothing about it. */
export async function signIn(db: Db, { email, password, address }: SignIn): Promise<SignInOutcome> {
  const attempt = await startAttempt(db, { email, address });
  if (attempt.kind === "refused") return { kind: "locked", until: attempt.until };
  const user = await findEnabled(db, email);
  // Outside of a transaction: it takes long, and connections are few.
  if (!(await verifyPassword(password, user?.passwordHash ?? null)) || user === null) {
    await writeAudit(db, {
      userId: null,
      action: "user.sign-in-failed",
      subject: email,
      details: { address },
    });
    return { kind: "wrong" };
  }
  return db.transaction(async (tx) => {
    await forgive(tx, attempt.failureIds);
    await writeAudit(tx, {
      userId: user.id,
      action: "user.signed-in",
      subject: user.email,
      details: { address },
    });
    return { kind: "signed-in", userId: user.id, token: await createSession(tx, user.id) };
  });
}

async function findEnabled(db: Db, email: string) {
  const [user] = await db
    .select({
      id: users.id,
      email: users.email,
      passwordHash: users.passwordHash,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return user?.disabledAt === null ? user : null;
}
