import { z } from "zod";
import { idShape, metricShape, momentShape, profileShape, spreadShape } from "./common.ts";
import { anomalyStates, budgetStates, channelKinds } from "../../papers/states.ts";

const seriesStateShape = z.object({
  page: z.object({ id: idShape, label: z.string() }),
  profile: profileShape,
  state: z.enum(budgetStates),
  since: momentShape,
  value: z.number(),
  sentence: z.string(),
  measurementId: idShape,
});
export const budgetShape = z.object({
  id: idShape,
  siteId: idShape,
  siteName: z.string(),
  pageId: idShape.nullable(),
  pageLabel: z.string().nullable(),
  profile: profileShape.nullable(),
  metric: metricShape,
  warn: z.number().nullable(),
  fail: z.number().nullable(),
  /** The worst of its series. */
  state: z.enum(budgetStates),
  series: z.array(seriesStateShape),
});
/** At least one of warn and fail; fail must not be the milder one. */
export const createBudgetBody = z.object({
  siteId: idShape,
  pageId: idShape.nullable().default(null),
  profile: profileShape.nullable().default(null),
  metric: metricShape,
  warn: z.number().nullable().default(null),
  fail: z.number().nullable().default(null),
});
export const updateBudgetBody = z.object({ warn: z.number().nullable(), fail: z.number().nullable() });
/** How the newest 30 measurements stand to a number one is choosing. */
export const budgetPreviewQuery = createBudgetBody.pick({ siteId: true }).extend({
  pageId: idShape.optional(),
  profile: profileShape.optional(),
  metric: metricShape,
});
export const budgetPreviewShape = z.object({ values: z.array(z.number()) });

export const anomalyShape = z.object({
  id: idShape,
  site: z.object({ id: idShape, name: z.string() }),
  page: z.object({ id: idShape, label: z.string() }),
  profile: profileShape,
  metric: metricShape,
  state: z.enum(anomalyStates),
  value: z.number(),
  baseline: z.number(),
  sentence: z.string(),
  measurementId: idShape,
  createdAt: momentShape,
  changedAt: momentShape,
});

/** Two measurements of one page and profile, or of two pages: `a` is before, `b` after. */
export const comparisonQuery = z.object({ a: idShape, b: idShape });
const sideShape = z.object({
  measurementId: idShape,
  site: z.string(),
  page: z.string(),
  url: z.string(),
  profile: profileShape,
  measuredAt: momentShape,
  lighthouseVersion: z.string().nullable(),
  chromiumVersion: z.string().nullable(),
});
export const comparisonShape = z.object({
  a: sideShape,
  b: sideShape,
  /** What makes the two hard to compare (other versions, other profile, few samples). */
  caveats: z.array(z.string()),
  /** One sentence over all metrics. */
  verdict: z.string(),
  metrics: z.array(
    z.object({
      metric: metricShape,
      a: spreadShape.extend({ values: z.array(z.number()) }),
      b: spreadShape.extend({ values: z.array(z.number()) }),
      /** Hodges–Lehmann estimate of b - a. */
      shift: z.number(),
      /** One-sided Mann–Whitney p in the direction of the shift; null: too few samples for a test. */
      p: z.number().nullable(),
      /** Cliff's delta, -1 to 1; positive: b is larger. */
      delta: z.number().nullable(),
      verdict: z.enum(["better", "worse", "same", "inconclusive"]),
      sentence: z.string(),
    }),
  ),
  requests: z.object({
    added: z.array(z.object({ url: z.string(), transferBytes: z.number() })),
    removed: z.array(z.object({ url: z.string(), transferBytes: z.number() })),
  }),
});

export const channelShape = z.object({
  id: idShape,
  kind: z.enum(channelKinds),
  name: z.string(),
  target: z.string(),
  hasSecret: z.boolean(),
  siteId: idShape.nullable(),
  enabled: z.boolean(),
  last: z
    .object({ state: z.enum(["waiting", "sent", "failed"]), at: momentShape, error: z.string().nullable() })
    .nullable(),
});
export const createChannelBody = z.object({
  kind: z.enum(channelKinds),
  name: z.string().trim().min(1).max(100),
  /** A URL for webhook and slack, addresses separated by commas for email. */
  target: z.string().trim().min(1).max(1000),
  /** Signs a webhook (HMAC-SHA256). */
  secret: z.string().min(8).max(200).nullable().default(null),
  siteId: idShape.nullable().default(null),
});
export const updateChannelBody = z.object({ enabled: z.boolean() });

export type Budget = z.infer<typeof budgetShape>;
export type CreateBudget = z.input<typeof createBudgetBody>;
export type Anomaly = z.infer<typeof anomalyShape>;
export type Comparison = z.infer<typeof comparisonShape>;
export type Channel = z.infer<typeof channelShape>;
export type CreateChannel = z.input<typeof createChannelBody>;
