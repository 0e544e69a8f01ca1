import { sql } from "drizzle-orm";
import { boolean, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, word } from "./columns.ts";
import type { Role } from "../../papers/states.ts";

const roleCheck = sql`role in ('viewer', 'editor', 'admin')`;

export const users = pgTable(
  "users",
  {
    id: id(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** scrypt, in the form `scrypt$N$r$p$salt$hash`. */
    passwordHash: text("password_hash").notNull(),
    role: word<Role>("role").notNull(),
    createdAt: createdAt(),
    disabledAt: moment("disabled_at"),
  },
  (table) => [uniqueIndex("users_email").on(sql`lower(${table.email})`), check("users_role", roleCheck)],
);

/** One-time links: the first administrator's, and those that an administrator makes for others. */
export const invitations = pgTable(
  "invitations",
  {
    id: id(),
    tokenHash: text("token_hash").notNull().unique(),
    role: word<Role>("role").notNull(),
    /** True for the link printed at start; void as soon as an administrator exists. */
    isFirst: boolean("is_first").notNull().default(false),
    email: text("email"),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
  },
  () => [check("invitations_role", roleCheck)],
);

export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    tokenHash: text("token_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    /** The first characters, so that a person recognises it. */
    hint: text("hint").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: word<Role>("role").notNull(),
    createdAt: createdAt(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [index("api_tokens_user").on(table.userId), check("api_tokens_role", roleCheck)],
);

/** Failed sign-ins, counted by address and by e-mail over all web instances. */
export const signInFailures = pgTable(
  "sign_in_failures",
  { id: id(), key: text("key").notNull(), createdAt: createdAt() },
  (table) => [index("sign_in_failures_key").on(table.key, table.createdAt)],
);

export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    createdAt: createdAt(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index("audit_log_time").on(table.createdAt)],
);
