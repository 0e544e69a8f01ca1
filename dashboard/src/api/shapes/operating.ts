import { z } from "zod";
import { idShape, momentShape, profileShape } from "./common.ts";
import { batchShape } from "./measuring.ts";

const queuedSampleShape = z.object({
  id: idShape,
  measurementId: idShape,
  batchId: idShape,
  site: z.string(),
  page: z.string(),
  profile: profileShape,
  index: z.number().int(),
  attempt: z.number().int(),
});
export const queueShape = z.object({
  /** The transport: what it is, and whether it answers. */
  transport: z.object({
    kind: z.enum(["redis", "postgres"]),
    ok: z.boolean(),
    message: z.string().nullable(),
  }),
  counts: z.object({
    queued: z.number().int(),
    running: z.number().int(),
    retrying: z.number().int(),
    dead: z.number().int(),
    doneToday: z.number().int(),
  }),
  workers: z.array(
    z.object({
      id: idShape,
      host: z.string(),
      alive: z.boolean(),
      startedAt: momentShape,
      heartbeatAt: momentShape,
      cores: z.number().int(),
      lanes: z.number().int(),
      chromiumVersion: z.string().nullable(),
      sample: queuedSampleShape.nullable(),
    }),
  ),
  running: z.array(queuedSampleShape.extend({ startedAt: momentShape, leaseUntil: momentShape })),
  /** The next 20. */
  waiting: z.array(queuedSampleShape.extend({ notBefore: momentShape.nullable() })),
  dead: z.array(
    queuedSampleShape.extend({
      at: momentShape,
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  batches: z.array(batchShape),
});

/** What the reconciler (or the clean-up button) touched. */
export const cleanUpReportShape = z.object({
  at: momentShape,
  expiredLeases: z.array(z.object({ sampleId: idShape, action: z.enum(["requeued", "dead"]) })),
  enqueuedAgain: z.array(idShape),
  finishedMeasurements: z.array(idShape),
  closedBatches: z.array(idShape),
  removedQueueJobs: z.array(z.string()),
});

export const settingsShape = z.object({
  /** Days. */
  retention: z.object({
    reportDays: z.number().int().min(1).max(3650),
    filmstripDays: z.number().int().min(1).max(3650),
    sampleDays: z.number().int().min(7).max(3650),
  }),
  /** CPU slow-down of the mobile profile. */
  cpuSlowdown: z.number().min(1).max(20),
});
export const updateSettingsBody = settingsShape.partial();
export const retentionReportShape = z.object({
  reports: z.number().int(),
  filmstrips: z.number().int(),
  samples: z.number().int(),
});
export const storageShape = z.object({
  databaseBytes: z.number(),
  reportBytes: z.number(),
  samples: z.number().int(),
  bytesPerSample: z.number().nullable(),
});

export const healthShape = z.object({
  ok: z.boolean(),
  role: z.string(),
  version: z.string(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
});

export type Queue = z.infer<typeof queueShape>;
export type CleanUpReport = z.infer<typeof cleanUpReportShape>;
export type Settings = z.infer<typeof settingsShape>;
export type Storage = z.infer<typeof storageShape>;
export type Health = z.infer<typeof healthShape>;
