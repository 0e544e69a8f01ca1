import { z } from "zod";
import { idShape, metricShape, momentShape, profileShape, spreadShape } from "./common.ts";
import { batchStates, measurementStates, sampleStates, triggers } from "../../papers/states.ts";

/** Starts a batch, or finds the one that is open for the same subject. */
export const startBatchBody = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("all") }),
  z.object({ scope: z.literal("site"), siteId: idShape }),
  z.object({
    scope: z.literal("page"),
    pageId: idShape,
    /** Measures both sides of a comparison better: five samples. */
    samples: z.number().int().min(1).max(9).optional(),
  }),
]);
export const batchShape = z.object({
  id: idShape,
  trigger: z.enum(triggers),
  state: z.enum(batchStates),
  /** "All sites", or the name of the site, and page. */
  title: z.string(),
  siteId: idShape.nullable(),
  requestedBy: z.string().nullable(),
  createdAt: momentShape,
  finishedAt: momentShape.nullable(),
  samples: z.object({
    total: z.number().int(),
    done: z.number().int(),
    running: z.number().int(),
    queued: z.number().int(),
    failed: z.number().int(),
  }),
  /** Samples of other batches that come before its next one. */
  ahead: z.number().int(),
  /** Expected time until it is done, from the samples of the last week. */
  expectedMs: z.number().nullable(),
});
export const startedBatchShape = z.object({ batch: batchShape, created: z.boolean() });
export const batchDetailShape = batchShape.extend({
  measurements: z.array(
    z.object({
      id: idShape,
      page: z.object({ id: idShape, label: z.string(), url: z.string() }),
      site: z.object({ id: idShape, name: z.string() }),
      profile: profileShape,
      state: z.enum(measurementStates),
      done: z.number().int(),
      total: z.number().int(),
      failure: z.string().nullable(),
    }),
  ),
});

export const measurementSummaryShape = z.object({
  id: idShape,
  batchId: idShape,
  pageId: idShape,
  profile: profileShape,
  trigger: z.enum(triggers),
  state: z.enum(measurementStates),
  createdAt: momentShape,
  finishedAt: momentShape.nullable(),
  noisy: z.boolean(),
  failure: z.string().nullable(),
  performance: z.number().nullable(),
});

const sampleShape = z.object({
  id: idShape,
  index: z.number().int(),
  state: z.enum(sampleStates),
  representative: z.boolean(),
  noisy: z.boolean(),
  startedAt: momentShape.nullable(),
  durationMs: z.number().nullable(),
  attempt: z.number().int(),
  failure: z.object({ class: z.string(), code: z.string(), message: z.string() }).nullable(),
  benchmarkIndex: z.number().nullable(),
  foreignCpuShare: z.number().nullable(),
  lighthouseVersion: z.string().nullable(),
  chromiumVersion: z.string().nullable(),
  warnings: z.array(z.string()),
  values: z.partialRecord(metricShape, z.number()),
  /** Tries that did not count. */
  attempts: z.array(
    z.object({
      attempt: z.number().int(),
      outcome: z.enum(["failed", "rejected", "lost", "returned"]),
      at: momentShape,
      code: z.string().nullable(),
      message: z.string().nullable(),
      benchmarkIndex: z.number().nullable(),
      foreignCpuShare: z.number().nullable(),
    }),
  ),
});

export const measurementShape = measurementSummaryShape.extend({
  site: z.object({ id: idShape, name: z.string() }),
  page: z.object({ id: idShape, label: z.string(), url: z.string() }),
  samplesWanted: z.number().int(),
  lighthouseVersion: z.string().nullable(),
  chromiumVersion: z.string().nullable(),
  /** What came of it, in one sentence. */
  verdict: z.string(),
  spreads: z.partialRecord(metricShape, spreadShape),
  samples: z.array(sampleShape),
  /** Of the representative sample; null once retention removed it. */
  details: z
    .object({
      largestResources: z.array(
        z.object({
          url: z.string(),
          type: z.string(),
          transferBytes: z.number(),
          durationMs: z.number().nullable(),
        }),
      ),
      thirdParties: z.array(
        z.object({
          entity: z.string(),
          transferBytes: z.number(),
          requests: z.number(),
          blockingMs: z.number().nullable(),
          mainThreadMs: z.number().nullable(),
        }),
      ),
      opportunities: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          description: z.string(),
          savingsMs: z.number().nullable(),
          savingsBytes: z.number().nullable(),
        }),
      ),
      lcpElement: z.object({ selector: z.string(), snippet: z.string() }).nullable(),
      failedAudits: z.array(z.object({ id: z.string(), title: z.string(), category: z.string() })),
    })
    .nullable(),
  /** JPEG as data URLs. */
  filmstrip: z.array(z.object({ atMs: z.number(), image: z.string() })),
  /** `GET /api/measurements/:id/report` has one. */
  hasReport: z.boolean(),
  /** The measurement of the same series before it, to compare with. */
  previousId: idShape.nullable(),
});

export const trendQuery = z.object({
  profile: profileShape,
  /** Default: 30 days before `to`. */
  from: momentShape.optional(),
  to: momentShape.optional(),
});
const trendPointShape = z.object({
  measurementId: idShape,
  at: momentShape,
  noisy: z.boolean(),
  trigger: z.enum(triggers),
  values: z.partialRecord(
    metricShape,
    z.object({ median: z.number(), min: z.number(), max: z.number(), n: z.number() }),
  ),
});
export const trendShape = z.object({
  page: z.object({ id: idShape, label: z.string(), url: z.string() }),
  profile: profileShape,
  from: momentShape,
  to: momentShape,
  points: z.array(trendPointShape),
  /** Deployments and notes of the site, and changes of Lighthouse's or Chromium's major version. */
  markers: z.array(
    z.object({ kind: z.enum(["deployment", "note", "version"]), label: z.string(), at: momentShape }),
  ),
  /** Measurements in the range that have no result. */
  gaps: z.array(z.object({ measurementId: idShape, at: momentShape, failure: z.string().nullable() })),
});

/** Progress, as the event stream sends it (`event: change`); the page then asks again for what it shows. */
export const changeShape = z.object({
  kind: z.enum(["batch", "measurement", "site", "budget", "anomaly", "queue"]),
  id: z.string(),
});

export type Batch = z.infer<typeof batchShape>;
export type BatchDetail = z.infer<typeof batchDetailShape>;
export type StartBatch = z.input<typeof startBatchBody>;
export type StartedBatch = z.infer<typeof startedBatchShape>;
export type Measurement = z.infer<typeof measurementShape>;
export type MeasurementSummary = z.infer<typeof measurementSummaryShape>;
export type Trend = z.infer<typeof trendShape>;
export type Change = z.infer<typeof changeShape>;
