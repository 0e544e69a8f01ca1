import { eq } from "drizzle-orm";
import { packJson } from "../../../base/json-blob.ts";
import type { Db } from "../../../database/database.ts";
import { batches, measurements, pages, reports, samples, sites } from "../../../database/schema/index.ts";
import { spreadColumns } from "../../../database/schema/metric-columns.ts";
import type { MetricValues, Profile } from "../../../papers/metric.ts";
import type { ResourceRow, SampleDetails } from "../../../papers/sample.ts";
import type { MeasurementState, SampleState, Trigger } from "../../../papers/states.ts";
import { spreadsOf } from "../../../statistics/spread.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}

export async function addSite(
  db: Db,
  { name = "Shop", pages: labels = ["Home"], profiles = ["mobile"] as Profile[], enabled = true } = {},
): Promise<{ readonly siteId: string; readonly pageIds: readonly string[] }> {
  const origin = `https://${name.toLowerCase().replaceAll(" ", "-")}.example`;
  const [site] = await db
    .insert(sites)
    .values({ name, origin, profiles, enabled })
    .returning({ id: sites.id });
  const rows = labels.map((label, position) => ({
    siteId: site!.id,
    label,
    position,
    url: `${origin}/${position}`,
  }));
  const made = await db.insert(pages).values(rows).returning({ id: pages.id });
  return { siteId: site!.id, pageIds: made.map(({ id }) => id) };
}

export interface MadeMeasurement {
  readonly pageId: string;
  readonly profile?: Profile;
  readonly trigger?: Trigger;
  readonly state?: MeasurementState;
  readonly finishedAt?: Date | null;
  readonly noisy?: boolean;
  readonly failure?: string;
  readonly lighthouseVersion?: string | null;
  readonly chromiumVersion?: string | null;
  /** Values of each sample. */
  readonly values?: readonly MetricValues[];
  /** Of samples that have no values. */
  readonly sampleStates?: readonly SampleState[];
  readonly durationMs?: number;
  readonly largestResources?: readonly ResourceRow[];
  /** Lighthouse's result, as far as it matters. */
  readonly report?: object;
  readonly subject?: string;
}

const usual = {
  trigger: "schedule",
  profile: "mobile",
  state: "done",
  noisy: false,
  failure: null,
  lighthouseVersion: "13.5.0",
  chromiumVersion: "153.0.1",
} as const;

/** A measurement with its batch, samples and spreads, as work leaves them behind. */
export async function addMeasurement(
  db: Db,
  made: MadeMeasurement,
): Promise<{ readonly id: string; readonly batchId: string }> {
  const { trigger, subject, ...row } = {
    subject: `page:${made.pageId}`,
    finishedAt: new Date(),
    ...usual,
    ...made,
  };
  const createdAt = row.finishedAt ?? new Date();
  const [batch] = await db
    .insert(batches)
    .values({ trigger, subject, state: row.state === "open" ? "open" : "done", createdAt })
    .returning({ id: batches.id });
  const samplesWanted = made.values?.length ?? 3;
  const spreads = spreadColumns(row.state === "done" ? spreadsOf(made.values ?? []) : null);
  const [measurement] = await db
    .insert(measurements)
    .values({ ...row, batchId: batch!.id, createdAt, samplesWanted, ...spreads })
    .returning();
  await addSamples(db, measurement!, made);
  return { id: measurement!.id, batchId: batch!.id };
}

type Measurement = typeof measurements.$inferSelect;

async function addSamples(db: Db, { id: measurementId, finishedAt }: Measurement, made: MadeMeasurement) {
  const done = (made.values ?? []).map((values) => ({ state: "done" as const, values }));
  const others = (made.sampleStates ?? []).map((state) => ({ state }));
  const rows = [...done, ...others].map((row, index) => ({
    ...row,
    measurementId,
    index,
    priority: 30,
    position: index,
    durationMs: row.state === "done" ? (made.durationMs ?? 10_000) : null,
    finishedAt: row.state === "done" ? finishedAt : null,
  }));
  if (rows.length === 0) return;
  const [first] = await db.insert(samples).values(rows).returning({ id: samples.id });
  await db
    .update(measurements)
    .set({ representativeSampleId: first!.id })
    .where(eq(measurements.id, measurementId));
  if (made.largestResources !== undefined) await addDetails(db, first!.id, made.largestResources);
  if (made.report !== undefined) await addReport(db, first!.id, "lighthouse", made.report);
}

async function addDetails(db: Db, sampleId: string, largestResources: readonly ResourceRow[]): Promise<void> {
  const details: SampleDetails = {
    largestResources,
    thirdParties: [],
    opportunities: [],
    lcpElement: null,
    failedAudits: [],
  };
  await addReport(db, sampleId, "details", details);
}

async function addReport(
  db: Db,
  sampleId: string,
  kind: "details" | "lighthouse",
  content: object,
): Promise<void> {
  await db.insert(reports).values({ sampleId, kind, body: await packJson(JSON.stringify(content)) });
}
