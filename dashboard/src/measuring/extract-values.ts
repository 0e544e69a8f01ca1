import type { Metric } from "../papers/metric.ts";
import { auditItems, thirdPartyNames, type LighthouseResult, type NetworkRow } from "./lighthouse-result.ts";

type Values = Partial<Record<Metric, number>>;

const scores = ["performance", "accessibility", "best-practices", "seo"] as const satisfies readonly Metric[];

const timingAudits = {
  fcp: "first-contentful-paint",
  si: "speed-index",
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
  tti: "interactive",
} as const satisfies Partial<Record<Metric, string>>;

const resourceMetrics = {
  total: "bytes-total",
  document: "bytes-document",
  script: "bytes-script",
  stylesheet: "bytes-stylesheet",
  image: "bytes-image",
  font: "bytes-font",
  media: "bytes-media",
  other: "bytes-other",
  "third-party": "bytes-third-party",
} as const satisfies Record<string, Metric>;

interface ResourceSummaryRow {
  readonly resourceType: string;
  readonly requestCount: number;
  readonly transferSize: number;
}

/** Every metric Lighthouse came to; what it did not come to is absent, and a zero is a zero. */
export function extractValues(result: LighthouseResult): Readonly<Values> {
  const values = {
    ...readScores(result),
    ...readTimings(result),
    ...readResources(result),
    ...readThirdParties(result),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}

function readScores(result: LighthouseResult): Values {
  const values: Values = {};
  for (const name of scores) {
    const score = result.categories[name]?.score ?? null;
    if (score !== null) values[name] = Math.round(score * 100);
  }
  return values;
}

function readTimings(result: LighthouseResult): Values {
  const values: Values = {};
  for (const [metric, id] of Object.entries(timingAudits)) {
    const audit = result.audits[id];
    if (audit?.numericValue !== undefined && audit.scoreDisplayMode !== "error")
      values[metric as Metric] = audit.numericValue;
  }
  const [metrics] = auditItems<{ timeToFirstByte?: number }>(result, "metrics") ?? [];
  if (metrics?.timeToFirstByte !== undefined) values.ttfb = metrics.timeToFirstByte;
  return values;
}

function readResources(result: LighthouseResult): Values {
  const values: Values = {};
  for (const row of auditItems<ResourceSummaryRow>(result, "resource-summary") ?? []) {
    if (row.resourceType in resourceMetrics)
      values[resourceMetrics[row.resourceType as keyof typeof resourceMetrics]] = row.transferSize;
    if (row.resourceType === "total") values.requests = row.requestCount;
  }
  return values;
}

function readThirdParties(result: LighthouseResult): Values {
  const rows = auditItems<NetworkRow>(result, "network-requests");
  if (rows === undefined || result.entities === undefined) return {};
  const others = thirdPartyNames(result);
  const seen = new Set(
    rows.flatMap(({ entity }) => (entity !== undefined && others.has(entity) ? [entity] : [])),
  );
  return { "third-parties": seen.size };
}
