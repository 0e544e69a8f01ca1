import type { Profile } from "../../../src/papers/metric.ts";
import type { Range } from "../url-state/range.ts";
import type { BudgetPreviewQuery } from "../api.ts";

/** The names under which answers are kept. The first word is the resource, so that a prefix forgets all of it. */
export const keys = {
  session: ["session"],
  overview: ["overview"],
  sites: ["sites"],
  site: (id: string) => ["site", id],
  schedules: ["schedules"],
  ticks: ["ticks"],
  markers: (siteId: string) => ["markers", siteId],
  trend: (pageId: string, profile: Profile, range: Range) => ["trend", pageId, profile, range],
  measurements: (pageId: string, profile: Profile) => ["measurements", pageId, profile],
  measurement: (id: string) => ["measurement", id],
  comparison: (a: string, b: string) => ["comparison", a, b],
  batches: ["batches"],
  batch: (id: string) => ["batch", id],
  queue: ["queue"],
  budgets: ["budgets"],
  budgetPreview: (query: BudgetPreviewQuery) => ["budget-preview", query],
  anomalies: (state: "open" | "all") => ["anomalies", state],
  channels: ["channels"],
  settings: ["settings"],
  storage: ["storage"],
  allowedHosts: ["allowed-hosts"],
  users: ["users"],
  tokens: ["tokens"],
  audit: ["audit"],
} as const;
