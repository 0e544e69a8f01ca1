import { desc, eq } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { auditLog, users } from "../database/schema/people.ts";

const SHOWN = 200;

export interface AuditNote {
  /** null: nobody was signed in, or it was the dashboard itself. */
  readonly userId: string | null;
  /** `<thing>.<what happened to it>`, e.g. `site.deleted`. */
  readonly action: string;
  /** What it happened to, in a person's words: a name, an address. */
  readonly subject: string;
  /** Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down who did what. In the transaction that does it, so that neither stands without the other. */
export async function writeAudit(db: Db, { userId, action, subject, details }: AuditNote): Promise<void> {
  await db.insert(auditLog).values({ userId, action, subject, details: { ...details } });
}

/** The newest 200, newest first; `user` is an e-mail, null where nobody was or is no more. */
export async function listAudit(db: Db) {
  return db
    .select({
      id: auditLog.id,
      at: auditLog.createdAt,
      user: users.email,
      action: auditLog.action,
      subject: auditLog.subject,
      details: auditLog.details,
    })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.userId))
    .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
    .limit(SHOWN);
}
