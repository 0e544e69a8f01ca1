import { boolean, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./columns.ts";
import { batches } from "./measuring.ts";
import { sites } from "./sites.ts";

export const schedules = pgTable("schedules", {
  id: id(),
  siteId: uuid("site_id")
    .notNull()
    .unique()
    .references(() => sites.id, { onDelete: "cascade" }),
  /** Five fields. */
  cron: text("cron").notNull(),
  /** IANA name. */
  timeZone: text("time_zone").notNull(),
  enabled: boolean("enabled").notNull().default(true),
  createdAt: createdAt(),
  /** Ticks due after this moment have not been looked at. */
  watchedFrom: moment("watched_from").notNull().defaultNow(),
});

/** What happened at each due time; the unique key is what makes two schedulers harmless. */
export const ticks = pgTable(
  "ticks",
  {
    id: id(),
    scheduleId: uuid("schedule_id")
      .notNull()
      .references(() => schedules.id, { onDelete: "cascade" }),
    dueAt: moment("due_at").notNull(),
    createdAt: createdAt(),
    /** ran: a batch was made · joined: one of the site was still open · skipped: with the reason in `note`. */
    outcome: text("outcome").$type<"ran" | "joined" | "skipped">().notNull(),
    batchId: uuid("batch_id").references(() => batches.id, { onDelete: "set null" }),
    late: boolean("late").notNull().default(false),
    note: text("note"),
  },
  (table) => [unique("ticks_due").on(table.scheduleId, table.dueAt), index("ticks_time").on(table.dueAt)],
);
