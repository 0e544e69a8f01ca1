import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { unpackJson } from "../../base/json-blob.ts";
import type { Db } from "../../database/database.ts";
import { batches, measurements, reports } from "../../database/schema/index.ts";
import type { Api, ApiParts } from "../parts.ts";
import { notFound } from "../problem.ts";
import { readMeasurement } from "../reading/measurement.ts";
import { idParams, profileShape } from "../shapes/common.ts";
import { measurementShape, measurementSummaryShape, type MeasurementSummary } from "../shapes/measuring.ts";

const tags = ["Measuring"];
/** Lighthouse's report brings its own script and style inline; it may show itself and reach nothing. */
const REPORT_POLICY =
  "sandbox allow-scripts allow-popups allow-downloads; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'";

const listQuery = z.object({
  profile: profileShape.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Finished and open measurements. */
export function addMeasurementRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/pages/:id/measurements",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "The newest measurements of a page",
        params: idParams,
        querystring: listQuery,
        response: { 200: z.array(measurementSummaryShape) },
      },
    },
    ({ params, query }) => listMeasurements(db, params.id, query),
  );
  api.get(
    "/measurements/:id",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "A measurement with its samples",
        params: idParams,
        response: { 200: measurementShape },
      },
    },
    async ({ params }) => {
      const measurement = await readMeasurement(db, params.id);
      if (measurement === null) throw notFound("measurement");
      return measurement;
    },
  );
  api.get(
    "/measurements/:id/report",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "Lighthouse's own report, as HTML", params: idParams },
    },
    async ({ params }, reply) => {
      const html = await renderReport(db, params.id);
      return reply
        .header("content-security-policy", REPORT_POLICY)
        .header("cache-control", "private, max-age=3600")
        .type("text/html; charset=utf-8")
        .send(html);
    },
  );
}

async function renderReport(db: Db, measurementId: string): Promise<string> {
  const [stored] = await db
    .select({ body: reports.body })
    .from(reports)
    .innerJoin(measurements, eq(measurements.representativeSampleId, reports.sampleId))
    .where(and(eq(measurements.id, measurementId), eq(reports.kind, "lighthouse")));
  if (stored === undefined) throw notFound("report; retention may have removed it");
  // Large, and needed only here.
  const { renderHtml } = await import("../reading/report-html.ts");
  return renderHtml(await unpackJson(stored.body));
}

async function listMeasurements(
  db: Db,
  pageId: string,
  { profile, limit }: z.output<typeof listQuery>,
): Promise<MeasurementSummary[]> {
  const rows = await db
    .select({ measurement: measurements, trigger: batches.trigger })
    .from(measurements)
    .innerJoin(batches, eq(batches.id, measurements.batchId))
    .where(
      and(
        eq(measurements.pageId, pageId),
        profile === undefined ? undefined : eq(measurements.profile, profile),
      ),
    )
    .orderBy(desc(measurements.createdAt))
    .limit(limit);
  return rows.map(({ measurement, trigger }) => ({
    id: measurement.id,
    batchId: measurement.batchId,
    pageId,
    profile: measurement.profile,
    trigger,
    state: measurement.state,
    createdAt: measurement.createdAt.toISOString(),
    finishedAt: measurement.finishedAt?.toISOString() ?? null,
    noisy: measurement.noisy,
    failure: measurement.failure,
    performance: measurement.performance,
  }));
}
