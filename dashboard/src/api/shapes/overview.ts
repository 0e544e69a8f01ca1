import { z } from "zod";
import { idShape, metricShape, momentShape, profileShape } from "./common.ts";

/** A number over the last 30 days, oldest first, for a sparkline. */
const sparkShape = z.array(z.object({ at: momentShape, value: z.number() }));

/** One site under one profile. Values are the median over its pages of each page's newest measurement. */
const profileStandShape = z.object({
  profile: profileShape,
  measuredAt: momentShape.nullable(),
  /** performance, accessibility, best-practices, seo, lcp, cls, tbt; absent where there is none. */
  values: z.partialRecord(metricShape, z.number()),
  /** Change of the performance score against the newest measurements older than a week; null if there are none. */
  scoreChange: z.number().nullable(),
  sparkline: sparkShape,
});

export const overviewShape = z.object({
  sites: z.array(
    z.object({
      id: idShape,
      name: z.string(),
      origin: z.string(),
      enabled: z.boolean(),
      pages: z.number().int(),
      profiles: z.array(profileStandShape),
      problems: z.object({
        budgetsFailing: z.number().int(),
        budgetsWarning: z.number().int(),
        anomalies: z.number().int(),
        /** Newest measurements that failed or were inconclusive. */
        failedMeasurements: z.number().int(),
      }),
      /** The batch that measures it now. */
      openBatch: z.object({ id: idShape, done: z.number().int(), total: z.number().int() }).nullable(),
      nextAt: momentShape.nullable(),
    }),
  ),
  /** Series by band of their newest performance score. */
  bands: z.object({
    good: z.number().int(),
    average: z.number().int(),
    poor: z.number().int(),
    none: z.number().int(),
  }),
  /** What "run tests for all sites" would do. */
  allSites: z.object({ samples: z.number().int(), expectedMs: z.number().nullable() }),
  openAllBatchId: idShape.nullable(),
  /** Whether anything is wrong with queue or workers, in a sentence. */
  notice: z.string().nullable(),
});
export type Overview = z.infer<typeof overviewShape>;
export type OverviewSite = Overview["sites"][number];
