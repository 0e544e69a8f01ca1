/** What we read of a Lighthouse result. Its own types are wider and change with every version. */
export interface LighthouseResult {
  readonly lighthouseVersion: string;
  readonly requestedUrl?: string;
  readonly mainDocumentUrl?: string;
  readonly finalDisplayedUrl: string;
  readonly runWarnings: readonly string[];
  readonly runtimeError?: { readonly code: string; readonly message: string };
  readonly environment: { readonly benchmarkIndex: number };
  readonly audits: Readonly<Record<string, Audit>>;
  readonly categories: Readonly<Record<string, Category>>;
  readonly entities?: readonly { readonly name: string; readonly isFirstParty?: boolean }[];
}

export interface Audit {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly score: number | null;
  readonly scoreDisplayMode: string;
  readonly numericValue?: number;
  readonly metricSavings?: Readonly<Record<string, number>>;
  readonly details?: AuditDetails;
}

export interface AuditDetails {
  readonly type?: string;
  readonly items?: unknown;
  readonly overallSavingsMs?: number;
  readonly overallSavingsBytes?: number;
  readonly debugData?: Readonly<Record<string, unknown>>;
}

export interface Category {
  readonly title: string;
  readonly score: number | null;
  readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
}

export interface NetworkRow {
  readonly url: string;
  readonly resourceType?: string;
  readonly transferSize?: number;
  readonly networkRequestTime?: number;
  readonly networkEndTime?: number;
  readonly entity?: string;
}

/** The rows of an audit's table; undefined when the audit is absent or came to nothing. */
export function auditItems<Row>(result: LighthouseResult, id: string): readonly Row[] | undefined {
  const audit = result.audits[id];
  const items = audit?.details?.items;
  return audit?.scoreDisplayMode === "error" || !Array.isArray(items) ? undefined : (items as Row[]);
}

/** Names of those who are not the page's own, as Lighthouse tells them apart. */
export function thirdPartyNames(result: LighthouseResult): ReadonlySet<string> {
  return new Set(result.entities?.flatMap(({ name, isFirstParty }) => (isFirstParty === true ? [] : [name])));
}
