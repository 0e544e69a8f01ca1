import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "../../database/database.ts";
import { cancelBatch } from "../../work/cancel-batch.ts";
import { dispatch } from "../../work/dispatch.ts";
import { startBatch } from "../../work/start-batch.ts";
import { messageOf } from "../../base/failure.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, notFound } from "../problem.ts";
import { readBatches } from "../reading/batches.ts";
import { idParams } from "../shapes/common.ts";
import {
  batchDetailShape,
  batchShape,
  startBatchBody,
  startedBatchShape,
  type Batch,
  type BatchDetail,
} from "../shapes/measuring.ts";

const BATCHES_SHOWN = 50;
const tags = ["Measuring"];

/** Starting, watching and cancelling work. */
export function addBatchRoutes(api: Api, { db, queue }: ApiParts): void {
  api.post(
    "/batches",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Measure all sites, one site or one page; finds the batch that is open for the same",
        body: startBatchBody,
        response: { 200: startedBatchShape, 201: startedBatchShape },
      },
    },
    async ({ body, asker, log }, reply) => {
      const trigger = body.scope === "page" && body.samples !== undefined ? "comparison" : "manual";
      const started = await startBatch(db, { trigger, subject: body, requestedBy: asker?.userId ?? null });
      if (started.outcome === "nothing-to-measure")
        throw new ApiProblem(
          409,
          "NOTHING_TO_MEASURE",
          "There is no page to measure; add a site, or enable one.",
        );
      // Accepted is what stands in the database; if the queue is away, the scheduler tells it when it is back.
      dispatch(db, queue).catch((error: unknown) =>
        log.warn({ error: messageOf(error) }, "the queue does not answer; samples wait in the database"),
      );
      const created = started.outcome === "created";
      return reply.code(created ? 201 : 200).send({ batch: await readBatch(db, started.batchId), created });
    },
  );
  api.get(
    "/batches",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "The newest batches", response: { 200: z.array(batchShape) } },
    },
    async () => [...(await readBatches(db, { limit: BATCHES_SHOWN }))],
  );
  api.get(
    "/batches/:id",
    {
      config: { role: "viewer" },
      schema: {
        tags,
        summary: "A batch with its measurements",
        params: idParams,
        response: { 200: batchDetailShape },
      },
    },
    async ({ params }) => ({
      ...(await readBatch(db, params.id)),
      measurements: await readMeasurements(db, params.id),
    }),
  );
  api.post(
    "/batches/:id/cancel",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Cancel what is still to come",
        params: idParams,
        response: { 200: batchShape },
      },
    },
    async ({ params }) => {
      await readBatch(db, params.id);
      await cancelBatch(db, params.id);
      return readBatch(db, params.id);
    },
  );
}

async function readBatch(db: Db, id: string): Promise<Batch> {
  const [batch] = await readBatches(db, { ids: [id], limit: 1 });
  if (batch === undefined) throw notFound("batch");
  return batch;
}

interface MeasurementRow extends Record<string, unknown> {
  readonly id: string;
  readonly profile: "mobile" | "desktop";
  readonly state: BatchDetail["measurements"][number]["state"];
  readonly failure: string | null;
  readonly page: { readonly id: string; readonly label: string; readonly url: string };
  readonly site: { readonly id: string; readonly name: string };
  readonly done: number;
  readonly total: number;
}

async function readMeasurements(db: Db, batchId: string): Promise<BatchDetail["measurements"]> {
  const { rows } = await db.execute<MeasurementRow>(sql`
    select m.id, m.profile, m.state, m.failure,
      jsonb_build_object('id', p.id, 'label', p.label, 'url', p.url) as page,
      jsonb_build_object('id', si.id, 'name', si.name) as site,
      count(s.id)::int as total,
      count(s.id) filter (where s.state not in ('queued', 'running'))::int as done
    from measurements m
    join pages p on p.id = m.page_id
    join sites si on si.id = p.site_id
    left join samples s on s.measurement_id = m.id
    where m.batch_id = ${batchId}
    group by m.id, p.id, si.id
    order by si.name, p.position, m.profile desc`);
  return rows;
}
