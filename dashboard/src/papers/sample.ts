import type { MetricValues, Profile } from "./metric.ts";

/** What one child process is asked to measure. Goes to it as JSON on its standard input. */
export interface SampleRequest {
  readonly url: string;
  readonly profile: Profile;
  /** Request headers of the site, decrypted; sent to the page's own origin only. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hosts (or host:port) an administrator allowed although their addresses are not public. */
  readonly allowedHosts: readonly string[];
  readonly chromiumPath: string;
  readonly chromiumFlags: readonly string[];
  /** Divides the host's CPU speed for the mobile profile (Lighthouse's own default: 4). */
  readonly cpuSlowdown: number;
  readonly hardLimitMs: number;
}

/** permanent: the site's fault, never retried. transient: worth another try. host: this machine's fault. */
export type FailureClass = "permanent" | "transient" | "host";

export interface SampleFailure {
  readonly class: FailureClass;
  /** Stable, e.g. `DNS_FAILED`, `HTTP_404`, `REDIRECTED_TO_LOGIN`, `PAGE_HUNG`, `ADDRESS_NOT_ALLOWED`. */
  readonly code: string;
  /** One sentence a person understands. */
  readonly message: string;
}

/** How the host was while the sample ran. */
export interface HostReading {
  /** Lighthouse's own CPU score of this run; null when the run failed before it. */
  readonly benchmarkIndex: number | null;
  /** Share of the whole machine's CPU time used by processes that are not the sample's, 0 to 1; null if unknown. */
  readonly foreignCpuShare: number | null;
}

export interface ResourceRow {
  readonly url: string;
  readonly type: string;
  readonly transferBytes: number;
  readonly durationMs: number | null;
}

export interface ThirdPartyRow {
  readonly entity: string;
  readonly transferBytes: number;
  readonly requests: number;
  readonly blockingMs: number | null;
  readonly mainThreadMs: number | null;
}

export interface OpportunityRow {
  readonly id: string;
  readonly title: string;
  /** Plain text, one or two sentences. */
  readonly description: string;
  readonly savingsMs: number | null;
  readonly savingsBytes: number | null;
}

export interface FilmstripFrame {
  /** Since navigation start. */
  readonly atMs: number;
  /** JPEG, base64. */
  readonly jpeg: string;
}

/** Curated from the Lighthouse result: what the measurement view shows without opening the whole report. */
export interface SampleDetails {
  /** At most 20, largest first. */
  readonly largestResources: readonly ResourceRow[];
  readonly thirdParties: readonly ThirdPartyRow[];
  readonly opportunities: readonly OpportunityRow[];
  readonly lcpElement: { readonly selector: string; readonly snippet: string } | null;
  readonly failedAudits: readonly {
    readonly id: string;
    readonly title: string;
    readonly category: string;
  }[];
}

export interface SampleResult {
  /** Absent, never 0, where Lighthouse had no value. */
  readonly values: MetricValues;
  readonly details: SampleDetails;
  readonly filmstrip: readonly FilmstripFrame[];
  /** The Lighthouse result as JSON, without screenshots, i18n and timing, secrets redacted. */
  readonly report: string;
  readonly warnings: readonly string[];
  readonly lighthouseVersion: string;
  readonly chromiumVersion: string;
}

/** What came of one sample. JSON-safe. */
export type SampleOutcome =
  | {
      readonly kind: "measured";
      readonly result: SampleResult;
      readonly host: HostReading;
      readonly durationMs: number;
    }
  | {
      readonly kind: "failed";
      readonly failure: SampleFailure;
      readonly host: HostReading;
      readonly durationMs: number;
    }
  /** Ended from outside (cancel, stop of the worker) before it had a result. */
  | { readonly kind: "aborted"; readonly host: HostReading; readonly durationMs: number };
