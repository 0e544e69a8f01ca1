import type { OpportunityRow, ResourceRow, SampleDetails, ThirdPartyRow } from "../papers/sample.ts";
import {
  auditItems,
  thirdPartyNames,
  type Audit,
  type LighthouseResult,
  type NetworkRow,
} from "./lighthouse-result.ts";

const LARGEST_COUNT = 20;
const OPPORTUNITY_COUNT = 20;
const SNIPPET_LENGTH = 400;
const timeMetrics = ["FCP", "LCP", "TBT", "INP"] as const;
const judgedCategories = ["accessibility", "best-practices", "seo"] as const;

interface EntityRow {
  readonly entity?: string | { readonly text?: string };
  readonly mainThreadTime?: number;
  readonly blockingTime?: number;
}

interface NodeItem {
  readonly type?: string;
  readonly selector?: string;
  readonly snippet?: string;
  readonly items?: readonly unknown[];
  readonly node?: unknown;
}

/** What the view of a measurement shows without the whole report. */
export function extractDetails(result: LighthouseResult): SampleDetails {
  return {
    largestResources: largestResources(result),
    thirdParties: thirdParties(result),
    opportunities: opportunities(result),
    lcpElement: lcpElement(result),
    failedAudits: failedAudits(result),
  };
}

function largestResources(result: LighthouseResult): ResourceRow[] {
  const rows = auditItems<NetworkRow>(result, "network-requests") ?? [];
  return rows
    .toSorted((a, b) => (b.transferSize ?? 0) - (a.transferSize ?? 0))
    .slice(0, LARGEST_COUNT)
    .map(({ url, resourceType, transferSize, networkRequestTime, networkEndTime }) => ({
      url,
      type: (resourceType ?? "other").toLowerCase(),
      transferBytes: transferSize ?? 0,
      durationMs:
        networkRequestTime === undefined || networkEndTime === undefined
          ? null
          : Math.round((networkEndTime - networkRequestTime) * 10) / 10,
    }));
}

function thirdParties(result: LighthouseResult): ThirdPartyRow[] {
  const others = thirdPartyNames(result);
  const times = new Map(
    ["third-parties-insight", "third-party-summary"].flatMap((id) =>
      (auditItems<EntityRow>(result, id) ?? []).map((row) => [entityName(row), row] as const),
    ),
  );
  const sums = new Map<string, { transferBytes: number; requests: number }>();
  for (const { entity, transferSize } of auditItems<NetworkRow>(result, "network-requests") ?? []) {
    if (entity === undefined || !others.has(entity)) continue;
    const sum = sums.get(entity) ?? { transferBytes: 0, requests: 0 };
    sums.set(entity, { transferBytes: sum.transferBytes + (transferSize ?? 0), requests: sum.requests + 1 });
  }
  return [...sums]
    .map(([entity, sum]) => ({
      entity,
      ...sum,
      blockingMs: times.get(entity)?.blockingTime ?? null,
      mainThreadMs: times.get(entity)?.mainThreadTime ?? null,
    }))
    .toSorted((a, b) => b.transferBytes - a.transferBytes);
}

function entityName({ entity }: EntityRow): string {
  return typeof entity === "string" ? entity : (entity?.text ?? "");
}

function opportunities(result: LighthouseResult): OpportunityRow[] {
  const refs = result.categories["performance"]?.auditRefs ?? [];
  return refs
    .flatMap(({ id, weight }) => (weight > 0 ? [] : (result.audits[id] ?? [])))
    .filter(({ score }) => score !== null && score < 1)
    .map((audit) => ({
      id: audit.id,
      title: plainText(audit.title),
      description: plainText(audit.description),
      ...savingsOf(audit),
    }))
    .filter(({ savingsMs, savingsBytes }) => savingsMs !== null || savingsBytes !== null)
    .toSorted(
      (a, b) => (b.savingsMs ?? 0) - (a.savingsMs ?? 0) || (b.savingsBytes ?? 0) - (a.savingsBytes ?? 0),
    )
    .slice(0, OPPORTUNITY_COUNT);
}

/** Older audits say it in `overallSavings…`, the newer insights by metric and in their debug data. */
function savingsOf({
  details,
  metricSavings = {},
}: Audit): Pick<OpportunityRow, "savingsMs" | "savingsBytes"> {
  const byMetric = timeMetrics.map((metric) => metricSavings[metric] ?? 0);
  const wasted = details?.debugData?.["wastedBytes"];
  return {
    savingsMs: positive(Math.max(details?.overallSavingsMs ?? 0, ...byMetric)),
    savingsBytes: positive(details?.overallSavingsBytes ?? (typeof wasted === "number" ? wasted : 0)),
  };
}

function positive(value: number): number | null {
  return value > 0 ? Math.round(value) : null;
}

/** Lighthouse writes Markdown: links become their text, an invitation to learn more at the end is left out. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\s*\[(Learn|See|Read)[^\]]*\]\([^)]*\)\.?\s*$/i, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/`([^`]*)`/g, "$1")
    .trim();
}

function lcpElement(result: LighthouseResult): SampleDetails["lcpElement"] {
  for (const id of ["lcp-breakdown-insight", "lcp-discovery-insight", "largest-contentful-paint-element"]) {
    const node = findNode(auditItems<unknown>(result, id) ?? []);
    if (node?.selector !== undefined)
      return { selector: node.selector, snippet: (node.snippet ?? "").slice(0, SNIPPET_LENGTH) };
  }
  return null;
}

function findNode(items: readonly unknown[]): NodeItem | null {
  for (const item of items as readonly NodeItem[]) {
    if (item.type === "node") return item;
    const inner = findNode([...(item.items ?? []), ...(item.node === undefined ? [] : [item.node])]);
    if (inner !== null) return inner;
  }
  return null;
}

function failedAudits(result: LighthouseResult): SampleDetails["failedAudits"] {
  return judgedCategories.flatMap((category) =>
    (result.categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = result.audits[id];
      const hasFailed = weight > 0 && audit !== undefined && audit.score !== null && audit.score < 1;
      return hasFailed ? [{ id, title: plainText(audit.title), category }] : [];
    }),
  );
}
