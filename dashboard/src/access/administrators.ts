import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { users } from "../database/schema/people.ts";

/** "pdad" in ASCII. */
const LOCK_KEY = 0x70646164;

/** Whoever makes, changes or removes administrators does so alone, until its transaction ends. */
export async function lockAdministrators(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_KEY})`);
}

/** Whether someone can administer: an administrator who is not disabled. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  return (await db.$count(users, isEnabledAdministrator)) > 0;
}

/** Whether nobody could administer without this user. Under `lockAdministrators`. */
export async function isLastAdministrator(tx: Db, userId: string): Promise<boolean> {
  const enabled = await tx.select({ id: users.id }).from(users).where(isEnabledAdministrator).limit(2);
  return enabled.length === 1 && enabled[0]?.id === userId;
}

const isEnabledAdministrator = and(eq(users.role, "admin"), isNull(users.disabledAt));
