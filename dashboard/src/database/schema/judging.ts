import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { createdAt, id, moment, word } from "./columns.ts";
import { batches, measurements } from "./measuring.ts";
import { pages, sites } from "./sites.ts";
import type { Metric, Profile } from "../../papers/metric.ts";
import type { AnomalyState, BudgetState, ChannelKind } from "../../papers/states.ts";

export const budgets = pgTable(
  "budgets",
  {
    id: id(),
    siteId: uuid("site_id")
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    /** null: every page of the site. */
    pageId: uuid("page_id").references(() => pages.id, { onDelete: "cascade" }),
    /** null: every profile. */
    profile: word<Profile>("profile"),
    metric: word<Metric>("metric").notNull(),
    /** Worse than this warns; null: nothing does. In the metric's unit. */
    warn: doublePrecision("warn"),
    /** Worse than this fails; null: nothing does. */
    fail: doublePrecision("fail"),
    createdAt: createdAt(),
  },
  (table) => [index("budgets_site").on(table.siteId)],
);

/** A budget on one series: where it stands now. */
export const budgetStates = pgTable(
  "budget_states",
  {
    id: id(),
    budgetId: uuid("budget_id")
      .notNull()
      .references(() => budgets.id, { onDelete: "cascade" }),
    pageId: uuid("page_id")
      .notNull()
      .references(() => pages.id, { onDelete: "cascade" }),
    profile: word<Profile>("profile").notNull(),
    state: word<BudgetState>("state").notNull(),
    since: moment("since").notNull(),
    value: doublePrecision("value").notNull(),
    sentence: text("sentence").notNull(),
    measurementId: uuid("measurement_id")
      .notNull()
      .references(() => measurements.id, { onDelete: "cascade" }),
  },
  (table) => [uniqueIndex("budget_states_series").on(table.budgetId, table.pageId, table.profile)],
);

export const anomalies = pgTable(
  "anomalies",
  {
    id: id(),
    pageId: uuid("page_id")
      .notNull()
      .references(() => pages.id, { onDelete: "cascade" }),
    profile: word<Profile>("profile").notNull(),
    metric: word<Metric>("metric").notNull(),
    state: word<AnomalyState>("state").notNull(),
    measurementId: uuid("measurement_id")
      .notNull()
      .references(() => measurements.id, { onDelete: "cascade" }),
    verificationBatchId: uuid("verification_batch_id").references(() => batches.id, { onDelete: "set null" }),
    value: doublePrecision("value").notNull(),
    baseline: doublePrecision("baseline").notNull(),
    z: doublePrecision("z").notNull(),
    sentence: text("sentence").notNull(),
    /** Good measurements in a row since; two end it. */
    goodPoints: integer("good_points").notNull().default(0),
    createdAt: createdAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("anomalies_open_series")
      .on(table.pageId, table.profile, table.metric)
      .where(sql`state in ('suspected', 'confirmed')`),
    index("anomalies_time").on(table.createdAt),
  ],
);

export const channels = pgTable("channels", {
  id: id(),
  kind: word<ChannelKind>("kind").notNull(),
  name: text("name").notNull(),
  /** A URL, or addresses separated by commas. */
  target: text("target").notNull(),
  /** Signing secret of a webhook, encrypted. */
  secretEncrypted: text("secret_encrypted"),
  /** null: all sites. */
  siteId: uuid("site_id").references(() => sites.id, { onDelete: "cascade" }),
  enabled: boolean("enabled").notNull().default(true),
  createdAt: createdAt(),
});

/** What is to be told, and whether it was: written in the transaction that changed a state. */
export const notifications = pgTable(
  "notifications",
  {
    id: id(),
    channelId: uuid("channel_id")
      .notNull()
      .references(() => channels.id, { onDelete: "cascade" }),
    event: jsonb("event").$type<NotificationEvent>().notNull(),
    state: word<"waiting" | "sent" | "failed">("state").notNull().default("waiting"),
    tries: integer("tries").notNull().default(0),
    nextTryAt: moment("next_try_at").notNull().defaultNow(),
    lastError: text("last_error"),
    createdAt: createdAt(),
    sentAt: moment("sent_at"),
  },
  (table) => [
    index("notifications_waiting")
      .on(table.nextTryAt)
      .where(sql`state = 'waiting'`),
    index("notifications_channel").on(table.channelId, table.id),
  ],
);

/** One change of state, as a receiver sees it. */
export interface NotificationEvent {
  readonly kind: "budget" | "anomaly" | "test";
  readonly state: string;
  readonly previousState: string | null;
  readonly site: { readonly id: string; readonly name: string } | null;
  readonly page: { readonly id: string; readonly label: string; readonly url: string } | null;
  readonly profile: Profile | null;
  readonly metric: Metric | null;
  readonly value: number | null;
  /** One sentence a person understands. */
  readonly sentence: string;
  /** Page of the console that shows it. */
  readonly link: string | null;
  readonly at: string;
}
