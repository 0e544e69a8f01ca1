import { z } from "zod";
import { metrics, profiles, type Metric } from "../../papers/metric.ts";

export const idShape = z.uuid();
export const idParams = z.object({ id: idShape });
/** Moments cross the wire as ISO 8601 text. */
export const momentShape = z.iso.datetime({ offset: true });
export const metricShape = z.enum(metrics as [Metric, ...Metric[]]);
export const profileShape = z.enum(profiles);

export const errorShape = z.object({
  /** Stable, in capitals. */
  code: z.string(),
  /** One sentence. */
  message: z.string(),
  /** For bad input: which field, and what is wrong with it. */
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type ApiError = z.infer<typeof errorShape>;

export const spreadShape = z.object({
  n: z.number().int(),
  median: z.number(),
  mad: z.number(),
  min: z.number(),
  max: z.number(),
});
