import { eq, sql } from "drizzle-orm";
import type { Db } from "../database/database.ts";
import { users } from "../database/schema/people.ts";
import type { Role } from "../papers/states.ts";
import { isLastAdministrator, lockAdministrators } from "./administrators.ts";
import { writeAudit } from "./audit.ts";

export type UserRow = Omit<typeof users.$inferSelect, "passwordHash">;

/** What of `change` is undefined stays as it is. */
export interface UserChange {
  readonly id: string;
  /** The administrator who does it. */
  readonly by: string;
  readonly role: Role | undefined;
  readonly disabled: boolean | undefined;
}

export type UserRefusal = "absent" | "last-administrator";

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
};

export async function listUsers(db: Db): Promise<readonly UserRow[]> {
  return db
    .select(columns)
    .from(users)
    .orderBy(sql`lower(${users.name})`, users.id);
}

export async function findUser(db: Db, id: string): Promise<UserRow | null> {
  const [row] = await db.select(columns).from(users).where(eq(users.id, id));
  return row ?? null;
}

/** Sessions and tokens stay; what they may do follows the user. */
export async function changeUser(
  db: Db,
  { id, by, role, disabled }: UserChange,
): Promise<UserRow | UserRefusal> {
  return db.transaction(async (tx) => {
    await lockAdministrators(tx);
    const user = await findUser(tx, id);
    if (user === null) return "absent";
    const next = { role: role ?? user.role, disabledAt: nextDisabledAt(user, disabled) };
    const stays = next.role === "admin" && next.disabledAt === null;
    if (!stays && (await isLastAdministrator(tx, id))) return "last-administrator";
    const [row] = await tx.update(users).set(next).where(eq(users.id, id)).returning(columns);
    if (row === undefined) return "absent";
    await writeAudit(tx, {
      userId: by,
      action: "user.changed",
      subject: user.email,
      details: describeChange(user, row),
    });
    return row;
  });
}

export async function deleteUser(
  db: Db,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<"deleted" | UserRefusal> {
  return db.transaction(async (tx) => {
    await lockAdministrators(tx);
    if (await isLastAdministrator(tx, id)) return "last-administrator";
    const [row] = await tx.delete(users).where(eq(users.id, id)).returning(columns);
    if (row === undefined) return "absent";
    const userId = by === id ? null : by;
    await writeAudit(tx, { userId, action: "user.deleted", subject: row.email, details: { role: row.role } });
    return "deleted";
  });
}

function nextDisabledAt({ disabledAt }: UserRow, disabled: boolean | undefined): Date | null {
  if (disabled === undefined) return disabledAt;
  return disabled ? (disabledAt ?? new Date()) : null;
}

function describeChange(before: UserRow, after: UserRow): Record<string, unknown> {
  return {
    ...(before.role !== after.role && { role: { from: before.role, to: after.role } }),
    ...((before.disabledAt === null) !== (after.disabledAt === null) && {
      disabled: after.disabledAt !== null,
    }),
  };
}
