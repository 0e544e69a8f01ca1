import type { Result } from "lighthouse";
import type { Page } from "puppeteer-core";
import type { SampleFailure, SampleRequest, SampleResult } from "../papers/sample.ts";
import type { ChildOutcome } from "./child-outcome.ts";
import { classifyFailure, type RunEvidence } from "./classify-failure.ts";
import { logDocuments, type DocumentLog } from "./document-log.ts";
import { extractDetails } from "./extract-details.ts";
import { extractValues } from "./extract-values.ts";
import type { GuardProxy } from "./guard-proxy.ts";
import { memoryKillCount } from "./host-readings.ts";
import { auditItems, type LighthouseResult } from "./lighthouse-result.ts";
import { lighthouseSettings } from "./lighthouse-settings.ts";
import { createRedact, redactTexts } from "./redact.ts";
import { shrinkFrames } from "./shrink-frames.ts";
import { sendSiteHeaders } from "./site-headers.ts";
import { extractFilmstrip, slimReport } from "./slim-report.ts";
import { watchStuck } from "./watch-stuck.ts";

type Lighthouse = typeof import("lighthouse");

export interface PageMeans {
  readonly lighthouse: Lighthouse;
  readonly page: Page;
  readonly proxy: GuardProxy;
  readonly chromiumVersion: string;
}

type Run =
  | { readonly kind: "result"; readonly result: LighthouseResult }
  /** Known to be no result before Lighthouse was through. */
  | { readonly kind: "broken"; readonly code: string }
  | { readonly kind: "thrown"; readonly code: string };

/** Runs Lighthouse once and says what came of it. */
export async function measurePage(request: SampleRequest, means: PageMeans): Promise<ChildOutcome> {
  const killsBefore = memoryKillCount();
  const documents = logDocuments(means.page);
  await sendSiteHeaders(means.page, request.url, request.headers);
  const run = await runLighthouse(request, means, documents);
  const result = run.kind === "result" ? run.result : null;
  const benchmarkIndex = result?.environment.benchmarkIndex ?? null;
  const failure = classifyFailure({
    requestedUrl: request.url,
    finalUrl: result?.finalDisplayedUrl ?? null,
    documents: documents.steps,
    troubles: means.proxy.troubles,
    hasCrashed: documents.hasCrashed,
    lighthouseCode: lighthouseCode(run),
    memoryRanOut: memoryKillCount() > killsBefore,
  } satisfies RunEvidence);
  if (failure !== null || result === null)
    return { kind: "failed", failure: failure ?? noResult(), benchmarkIndex };
  const measured = conclude(request, result, means.chromiumVersion);
  const filmstrip = await shrinkFrames(means.page.browser(), measured.filmstrip);
  return { kind: "measured", result: { ...measured, filmstrip }, benchmarkIndex };
}

async function runLighthouse(request: SampleRequest, means: PageMeans, documents: DocumentLog): Promise<Run> {
  const { default: lighthouse, desktopConfig } = means.lighthouse;
  const { flags, config } = lighthouseSettings(request, desktopConfig);
  const audited = lighthouse(request.url, flags, config, means.page as never).then(
    (run): Run => ({ kind: "result", result: run?.lhr as Result as unknown as LighthouseResult }),
    (error: unknown): Run => ({ kind: "thrown", code: codeOf(error) }),
  );
  const broken = Promise.race([
    documents.broken.then(() => "DOCUMENT_FAILED"),
    watchStuck(means.page, documents, flags.maxWaitForLoad ?? request.hardLimitMs),
  ]);
  return Promise.race([audited, broken.then((code): Run => ({ kind: "broken", code }))]);
}

/** Our own codes stand where Lighthouse gives a result that is none. */
function lighthouseCode(run: Run): string | null {
  if (run.kind !== "result") return run.code;
  const { result } = run;
  if (result.runtimeError !== undefined) return result.runtimeError.code;
  const values = extractValues(result);
  if (values.fcp === undefined) return "NO_FCP";
  if (values.lcp === undefined) return "NO_LCP";
  const [metrics] = auditItems<{ observedLoad?: number }>(result, "metrics") ?? [];
  // Lighthouse measures a page whose load event never came as far as it got; those numbers are of a moment.
  return metrics !== undefined && metrics.observedLoad === undefined ? "LOAD_TIMED_OUT" : null;
}

function conclude(request: SampleRequest, result: LighthouseResult, chromiumVersion: string): SampleResult {
  const redact = createRedact(request.headers);
  return {
    values: extractValues(result),
    details: redactTexts(extractDetails(result), redact),
    filmstrip: extractFilmstrip(result),
    report: slimReport(result, redact),
    warnings: result.runWarnings.map(redact),
    lighthouseVersion: result.lighthouseVersion,
    chromiumVersion,
  };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string") return code;
  // Puppeteer's way of saying that the browser went away.
  return /Target closed|Session closed|detached/i.test(String(error)) ? "TARGET_CRASHED" : "UNKNOWN_ERROR";
}

function noResult(): SampleFailure {
  return { class: "transient", code: "NO_RESULT", message: "Lighthouse came to no result." };
}
