import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, word } from "./columns.ts";
import { users } from "./people.ts";
import type { Profile } from "../../papers/metric.ts";

export const sites = pgTable(
  "sites",
  {
    id: id(),
    name: text("name").notNull(),
    /** Origin of its pages, e.g. `https://example.com`. */
    origin: text("origin").notNull(),
    profiles: jsonb("profiles").$type<Profile[]>().notNull().default(["mobile", "desktop"]),
    samplesPerMeasurement: integer("samples_per_measurement").notNull().default(3),
    /** Request headers as encrypted JSON (access/secret-box.ts); null: none. */
    headersEncrypted: text("headers_encrypted"),
    /** Their names, so that they can be shown without the key. */
    headerNames: jsonb("header_names").$type<string[]>().notNull().default([]),
    enabled: boolean("enabled").notNull().default(true),
    createdAt: createdAt(),
  },
  () => [
    check("sites_samples", sql`samples_per_measurement between 1 and 9 and samples_per_measurement % 2 = 1`),
  ],
);

export const pages = pgTable(
  "pages",
  {
    id: id(),
    siteId: uuid("site_id")
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    url: text("url").notNull(),
    label: text("label").notNull(),
    position: integer("position").notNull().default(0),
    enabled: boolean("enabled").notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [unique("pages_url").on(table.siteId, table.url)],
);

/** Lines on the charts: deployments and notes. Changes of Lighthouse and Chromium are read from the measurements. */
export const markers = pgTable(
  "markers",
  {
    id: id(),
    siteId: uuid("site_id")
      .notNull()
      .references(() => sites.id, { onDelete: "cascade" }),
    kind: word<"deployment" | "note">("kind").notNull(),
    label: text("label").notNull(),
    at: moment("at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("markers_site").on(table.siteId, table.at)],
);

/** Hosts that may be measured although their addresses are not public. */
export const allowedHosts = pgTable("allowed_hosts", {
  /** A host name or address, optionally with a port: `host.example:8080`. */
  host: text("host").primaryKey(),
  note: text("note").notNull().default(""),
  createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
  createdAt: createdAt(),
});

/** One row a setting that was changed from its default. */
export const settings = pgTable("settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
});
