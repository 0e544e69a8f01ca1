import { and, asc, desc, eq, inArray, isNotNull, lt } from "drizzle-orm";
import { unpackJson } from "../../base/json-blob.ts";
import type { Db } from "../../database/database.ts";
import {
  attempts,
  batches,
  measurements,
  pages,
  reports,
  samples,
  sites,
} from "../../database/schema/index.ts";
import { measurementVerdict } from "../../judging/measurement-verdict.ts";
import type { FilmstripFrame, SampleDetails } from "../../papers/sample.ts";
import type { Measurement } from "../shapes/measuring.ts";

/** Everything the detail view shows; null if there is no such measurement. */
export async function readMeasurement(db: Db, id: string): Promise<Measurement | null> {
  const [found] = await db
    .select({ measurement: measurements, batch: batches, page: pages, site: sites })
    .from(measurements)
    .innerJoin(batches, eq(batches.id, measurements.batchId))
    .innerJoin(pages, eq(pages.id, measurements.pageId))
    .innerJoin(sites, eq(sites.id, pages.siteId))
    .where(eq(measurements.id, id));
  if (found === undefined) return null;
  const { measurement, batch, page, site } = found;
  const spreads = measurement.spreads ?? {};
  const values = Object.fromEntries(Object.entries(spreads).map(([metric, { median }]) => [metric, median]));
  const all = await readSamples(db, id, measurement.representativeSampleId);
  const documents = await readDocuments(db, measurement.representativeSampleId);
  const { profile, state, noisy, failure, samplesWanted } = measurement;
  return {
    ...describe(measurement),
    trigger: batch.trigger,
    performance: measurement.performance,
    site: { id: site.id, name: site.name },
    page: { id: page.id, label: page.label, url: page.url },
    verdict: measurementVerdict({
      ...{ state, noisy, failure, profile, values },
      samples: { wanted: samplesWanted, valid: all.filter((sample) => sample.state === "done").length },
    }),
    spreads,
    samples: all,
    ...documents,
    previousId: await findPrevious(db, measurement),
  };
}

function describe(row: typeof measurements.$inferSelect) {
  const { id, batchId, pageId, profile, state, noisy, failure, samplesWanted } = row;
  return {
    ...{ id, batchId, pageId, profile, state, noisy, failure, samplesWanted },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    lighthouseVersion: row.lighthouseVersion,
    chromiumVersion: row.chromiumVersion,
  };
}

async function readSamples(
  db: Db,
  measurementId: string,
  representative: string | null,
): Promise<Measurement["samples"]> {
  const rows = await db
    .select()
    .from(samples)
    .where(eq(samples.measurementId, measurementId))
    .orderBy(asc(samples.index));
  const tries = await db
    .select()
    .from(attempts)
    .where(
      inArray(
        attempts.sampleId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(attempts.attempt));
  const bySample = Map.groupBy(tries, ({ sampleId }) => sampleId);
  return rows.map((row) => ({
    id: row.id,
    index: row.index,
    state: row.state,
    representative: row.id === representative,
    noisy: row.noisy,
    startedAt: row.startedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    attempt: row.attempt,
    failure: describeFailure(row),
    benchmarkIndex: row.benchmarkIndex,
    foreignCpuShare: row.foreignCpuShare,
    lighthouseVersion: row.lighthouseVersion,
    chromiumVersion: row.chromiumVersion,
    warnings: [...row.warnings],
    values: row.values ?? {},
    attempts: (bySample.get(row.id) ?? []).map(describeAttempt),
  }));
}

function describeFailure({ failureClass, failureCode, failureMessage }: typeof samples.$inferSelect) {
  if (failureClass === null) return null;
  return { class: failureClass, code: failureCode ?? "", message: failureMessage ?? "" };
}

function describeAttempt(row: typeof attempts.$inferSelect) {
  const { attempt, outcome, code, message, benchmarkIndex, foreignCpuShare } = row;
  return {
    attempt,
    outcome,
    at: row.createdAt.toISOString(),
    code,
    message,
    benchmarkIndex,
    foreignCpuShare,
  };
}

async function readDocuments(
  db: Db,
  sampleId: string | null,
): Promise<Pick<Measurement, "details" | "filmstrip" | "hasReport">> {
  if (sampleId === null) return { details: null, filmstrip: [], hasReport: false };
  const rows = await db
    .select({ kind: reports.kind, body: reports.body })
    .from(reports)
    .where(and(eq(reports.sampleId, sampleId), inArray(reports.kind, ["details", "filmstrip"])));
  const byKind = new Map(rows.map(({ kind, body }) => [kind, body]));
  const details = byKind.get("details");
  const filmstrip = byKind.get("filmstrip");
  const frames = filmstrip === undefined ? [] : ((await unpackJson(filmstrip)) as readonly FilmstripFrame[]);
  return {
    details: details === undefined ? null : spreadOut((await unpackJson(details)) as SampleDetails),
    filmstrip: frames.map(({ atMs, jpeg }) => ({ atMs, image: `data:image/jpeg;base64,${jpeg}` })),
    hasReport: await hasReport(db, sampleId),
  };
}

function spreadOut(details: SampleDetails): Measurement["details"] {
  return {
    largestResources: [...details.largestResources],
    thirdParties: [...details.thirdParties],
    opportunities: [...details.opportunities],
    lcpElement: details.lcpElement,
    failedAudits: [...details.failedAudits],
  };
}

async function hasReport(db: Db, sampleId: string): Promise<boolean> {
  const rows = await db
    .select({ kind: reports.kind })
    .from(reports)
    .where(and(eq(reports.sampleId, sampleId), eq(reports.kind, "lighthouse")));
  return rows.length > 0;
}

async function findPrevious(db: Db, { pageId, profile, createdAt }: typeof measurements.$inferSelect) {
  const [previous] = await db
    .select({ id: measurements.id })
    .from(measurements)
    .where(
      and(
        eq(measurements.pageId, pageId),
        eq(measurements.profile, profile),
        eq(measurements.state, "done"),
        isNotNull(measurements.finishedAt),
        lt(measurements.createdAt, createdAt),
      ),
    )
    .orderBy(desc(measurements.createdAt))
    .limit(1);
  return previous?.id ?? null;
}
