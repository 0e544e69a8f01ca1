import { z } from "zod";
import { discardSample, retrySample } from "../../work/given-up-samples.ts";
import { reconcile } from "../../work/reconcile.ts";
import type { Api, ApiParts } from "../parts.ts";
import { ApiProblem, notFound } from "../problem.ts";
import { readQueue } from "../reading/queue.ts";
import { idParams } from "../shapes/common.ts";
import { cleanUpReportShape, queueShape } from "../shapes/operating.ts";

const tags = ["Queue"];

/** What waits, runs and was given up, and mending it by hand. */
export function addQueueRoutes(api: Api, { db, queue }: ApiParts): void {
  api.get(
    "/queue",
    {
      config: { role: "viewer" },
      schema: { tags, summary: "Queue and workers", response: { 200: queueShape } },
    },
    () => readQueue(db, queue),
  );
  api.post(
    "/queue/clean-up",
    {
      config: { role: "editor" },
      schema: {
        tags,
        summary: "Repair what a crash left half done, as happens by itself every 15 s",
        response: { 200: cleanUpReportShape },
      },
    },
    async () => {
      const report = await reconcile(db, queue);
      return {
        at: report.at,
        expiredLeases: [...report.expiredLeases],
        enqueuedAgain: [...report.enqueuedAgain],
        finishedMeasurements: [...report.finishedMeasurements],
        closedBatches: [...report.closedBatches],
        removedQueueJobs: [...report.removedQueueJobs],
      };
    },
  );
  api.post(
    "/samples/:id/retry",
    {
      config: { role: "editor" },
      schema: { tags, summary: "Try a given-up sample again", params: idParams, response: { 204: z.null() } },
    },
    async ({ params }, reply) => {
      const outcome = await retrySample(db, params.id);
      if (outcome === "not-given-up") throw notFound("given-up sample");
      if (outcome === "newer-batch-open")
        throw new ApiProblem(409, "BATCH_OPEN", "A newer batch of the same is being measured already.");
      return reply.code(204).send(null);
    },
  );
  api.post(
    "/samples/:id/discard",
    {
      config: { role: "editor" },
      schema: { tags, summary: "Drop a given-up sample", params: idParams, response: { 204: z.null() } },
    },
    async ({ params }, reply) => {
      if ((await discardSample(db, params.id)) === "not-given-up") throw notFound("given-up sample");
      return reply.code(204).send(null);
    },
  );
}
