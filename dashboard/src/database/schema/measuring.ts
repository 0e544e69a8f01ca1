import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, createdAt, id, moment, word } from "./columns.ts";
import { metricSpreads, metricValues } from "./metric-columns.ts";
import { users } from "./people.ts";
import { pages, sites } from "./sites.ts";
import type { Profile } from "../../papers/metric.ts";
import type { FailureClass } from "../../papers/sample.ts";
import type { BatchState, MeasurementState, SampleState, Trigger } from "../../papers/states.ts";

/** Measurements that were started together. */
export const batches = pgTable(
  "batches",
  {
    id: id(),
    trigger: word<Trigger>("trigger").notNull(),
    /** What it is about: `all`, `site:<id>`, `page:<id>`, `verification:<id>`. One open batch each. */
    subject: text("subject").notNull(),
    siteId: uuid("site_id").references(() => sites.id, { onDelete: "cascade" }),
    requestedBy: uuid("requested_by").references(() => users.id, { onDelete: "set null" }),
    note: text("note"),
    state: word<BatchState>("state").notNull().default("open"),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    uniqueIndex("batches_open_subject")
      .on(table.subject)
      .where(sql`state = 'open'`),
    index("batches_time").on(table.createdAt),
  ],
);

/** All samples of one page and profile in one batch. */
export const measurements = pgTable(
  "measurements",
  {
    id: id(),
    batchId: uuid("batch_id")
      .notNull()
      .references(() => batches.id, { onDelete: "cascade" }),
    pageId: uuid("page_id")
      .notNull()
      .references(() => pages.id, { onDelete: "cascade" }),
    profile: word<Profile>("profile").notNull(),
    state: word<MeasurementState>("state").notNull().default("open"),
    samplesWanted: integer("samples_wanted").notNull(),
    createdAt: createdAt(),
    finishedAt: moment("finished_at"),
    /** Without a foreign key, since samples point here already. */
    representativeSampleId: uuid("representative_sample_id"),
    /** A sample in it was kept although the host was disturbed twice. */
    noisy: boolean("noisy").notNull().default(false),
    lighthouseVersion: text("lighthouse_version"),
    chromiumVersion: text("chromium_version"),
    /** Budgets and anomalies were looked at. */
    judgedAt: moment("judged_at"),
    /** In a sentence, why it has no result. */
    failure: text("failure"),
    /** null: it has no result. */
    spreads: metricSpreads("spreads"),
    /** The median of the performance score alone, so that the overview reads its history from an index. */
    performance: doublePrecision("performance"),
  },
  (table) => [
    unique("measurements_batch_page_profile").on(table.batchId, table.pageId, table.profile),
    index("measurements_page").on(table.pageId, table.profile, table.finishedAt, table.performance),
    index("measurements_open")
      .on(table.state)
      .where(sql`state = 'open'`),
  ],
);

/** One Lighthouse run, over all its tries. */
export const samples = pgTable(
  "samples",
  {
    id: id(),
    measurementId: uuid("measurement_id")
      .notNull()
      .references(() => measurements.id, { onDelete: "cascade" }),
    /** 0-based within its measurement. */
    index: smallint("index").notNull(),
    state: word<SampleState>("state").notNull().default("queued"),
    /** Smaller first; then `position`, which interleaves the pages of a batch; then age. */
    priority: smallint("priority").notNull(),
    position: integer("position").notNull(),
    /** Counts deliveries: the queue's job is `s-<id>-<attempt>`, and a claim of an older one finds nothing. */
    attempt: smallint("attempt").notNull().default(1),
    /** When the queue was told of this attempt; null: still to be told, or the attempt waits no longer. */
    enqueuedAt: moment("enqueued_at"),
    notBefore: moment("not_before"),
    workerId: uuid("worker_id"),
    leaseUntil: moment("lease_until"),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
    durationMs: integer("duration_ms"),
    /** Tries that ended in a transient or host failure. */
    failures: smallint("failures").notNull().default(0),
    /** Tries whose result was thrown away because the host was disturbed. */
    rejections: smallint("rejections").notNull().default(0),
    /** Tries whose worker went away. */
    losses: smallint("losses").notNull().default(0),
    noisy: boolean("noisy").notNull().default(false),
    failureClass: word<FailureClass>("failure_class"),
    failureCode: text("failure_code"),
    failureMessage: text("failure_message"),
    benchmarkIndex: doublePrecision("benchmark_index"),
    foreignCpuShare: doublePrecision("foreign_cpu_share"),
    lighthouseVersion: text("lighthouse_version"),
    chromiumVersion: text("chromium_version"),
    warnings: jsonb("warnings").$type<readonly string[]>().notNull().default([]),
    values: metricValues("values"),
  },
  (table) => [
    unique("samples_index").on(table.measurementId, table.index),
    index("samples_waiting")
      .on(table.priority, table.position)
      .where(sql`state = 'queued'`),
    index("samples_running")
      .on(table.leaseUntil)
      .where(sql`state = 'running'`),
    index("samples_dead")
      .on(table.finishedAt)
      .where(sql`state = 'dead'`),
    index("samples_finished").on(table.finishedAt),
  ],
);

/** Every try of a sample that did not count: failed, rejected, lost or handed back. */
export const attempts = pgTable(
  "attempts",
  {
    sampleId: uuid("sample_id")
      .notNull()
      .references(() => samples.id, { onDelete: "cascade" }),
    attempt: smallint("attempt").notNull(),
    outcome: word<"failed" | "rejected" | "lost" | "returned">("outcome").notNull(),
    createdAt: createdAt(),
    failureClass: word<FailureClass>("failure_class"),
    code: text("code"),
    message: text("message"),
    benchmarkIndex: doublePrecision("benchmark_index"),
    foreignCpuShare: doublePrecision("foreign_cpu_share"),
  },
  (table) => [primaryKey({ columns: [table.sampleId, table.attempt] })],
);

/** Compressed documents of a sample; only the representative one's outlive its measurement. */
export const reports = pgTable(
  "reports",
  {
    sampleId: uuid("sample_id")
      .notNull()
      .references(() => samples.id, { onDelete: "cascade" }),
    kind: word<"lighthouse" | "details" | "filmstrip">("kind").notNull(),
    /** Brotli-compressed JSON. */
    body: bytea("body").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.sampleId, table.kind] }),
    index("reports_time").on(table.createdAt),
  ],
);

/** Worker processes; gone ones stay for a day. */
export const workers = pgTable("workers", {
  id: id(),
  hostId: text("host_id").notNull(),
  pid: integer("pid").notNull(),
  startedAt: moment("started_at").notNull().defaultNow(),
  heartbeatAt: moment("heartbeat_at").notNull().defaultNow(),
  stoppedAt: moment("stopped_at"),
  cores: integer("cores").notNull(),
  lanes: integer("lanes").notNull(),
  chromiumVersion: text("chromium_version"),
  sampleId: uuid("sample_id"),
});
