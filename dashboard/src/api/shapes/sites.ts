import { z } from "zod";
import { idShape, momentShape, profileShape } from "./common.ts";

const urlShape = z.url({ protocol: /^https?$/ }).max(2000);
const headersShape = z.record(z.string().min(1).max(100), z.string().max(4000));

export const pageShape = z.object({
  id: idShape,
  siteId: idShape,
  url: z.string(),
  label: z.string(),
  enabled: z.boolean(),
});
export const scheduleShape = z.object({
  siteId: idShape,
  cron: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  /** The next three, soonest first; empty when disabled. */
  nextAt: z.array(momentShape),
});
export const siteShape = z.object({
  id: idShape,
  name: z.string(),
  origin: z.string(),
  profiles: z.array(profileShape),
  samplesPerMeasurement: z.number().int(),
  /** Names only; values are never given out. */
  headerNames: z.array(z.string()),
  enabled: z.boolean(),
  createdAt: momentShape,
  pages: z.array(pageShape),
  schedule: scheduleShape.omit({ siteId: true }),
});

const samplesShape = z
  .number()
  .int()
  .min(1)
  .max(9)
  .refine((n) => n % 2 === 1, "an odd number");
const newPageShape = z.object({ url: urlShape, label: z.string().trim().max(100).default("") });
/** Pages must share one origin. A label that is empty becomes the path. */
export const createSiteBody = z.object({
  name: z.string().trim().min(1).max(100),
  pages: z.array(newPageShape).min(1).max(100),
  profiles: z.array(profileShape).min(1).default(["mobile", "desktop"]),
  samplesPerMeasurement: samplesShape.default(3),
  headers: headersShape.default({}),
  cron: z.string().max(100).default("0 4 * * *"),
  timeZone: z.string().max(64).default("UTC"),
});
/** `headers` replaces all of them; absent leaves them. */
export const updateSiteBody = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  profiles: z.array(profileShape).min(1).optional(),
  samplesPerMeasurement: samplesShape.optional(),
  headers: headersShape.optional(),
  enabled: z.boolean().optional(),
});
export const addPageBody = newPageShape;
export const updatePageBody = z.object({
  label: z.string().trim().min(1).max(100).optional(),
  enabled: z.boolean().optional(),
});
export const updateScheduleBody = z.object({
  cron: z.string().max(100),
  timeZone: z.string().max(64),
  enabled: z.boolean(),
});
export const tickShape = z.object({
  id: idShape,
  site: z.object({ id: idShape, name: z.string() }),
  dueAt: momentShape,
  outcome: z.enum(["ran", "joined", "skipped"]),
  late: z.boolean(),
  note: z.string().nullable(),
  batchId: idShape.nullable(),
});

/** Finds pages of a site from its sitemap. */
export const discoverBody = z.object({ url: urlShape });
export const discoveredShape = z.object({
  /** Where they come from: the sitemap's address, or null when there was none and only the page given is listed. */
  sitemap: z.string().nullable(),
  total: z.number().int(),
  /** At most 200; `group` is the route they share, `suggested` marks a few of each group. */
  pages: z.array(z.object({ url: z.string(), group: z.string(), suggested: z.boolean() })),
});

export const markerShape = z.object({
  id: idShape,
  kind: z.enum(["deployment", "note"]),
  label: z.string(),
  at: momentShape,
});
export const createMarkerBody = z.object({
  kind: z.enum(["deployment", "note"]),
  label: z.string().trim().min(1).max(200),
  at: momentShape.optional(),
});

export const allowedHostShape = z.object({ host: z.string(), note: z.string(), createdAt: momentShape });
export const allowHostBody = z.object({
  host: z.string().trim().min(1).max(260),
  note: z.string().trim().max(200).default(""),
});

export type Site = z.infer<typeof siteShape>;
export type Page = z.infer<typeof pageShape>;
export type Tick = z.infer<typeof tickShape>;
export type Discovered = z.infer<typeof discoveredShape>;
export type Marker = z.infer<typeof markerShape>;
export type AllowedHost = z.infer<typeof allowedHostShape>;
export type CreateSite = z.input<typeof createSiteBody>;
export type UpdateSite = z.input<typeof updateSiteBody>;
