import type { FailureClass, SampleFailure } from "../papers/sample.ts";
import type { DocumentStep } from "./document-log.ts";
import type { ConnectionTrouble } from "./guard-proxy.ts";
import { judgeRedirect } from "./judge-redirect.ts";

/** Everything known about a run that may have gone wrong. */
export interface RunEvidence {
  readonly requestedUrl: string;
  /** Where the page ended up, when Lighthouse came that far. */
  readonly finalUrl: string | null;
  readonly documents: readonly DocumentStep[];
  readonly troubles: readonly ConnectionTrouble[];
  readonly hasCrashed: boolean;
  /** Lighthouse's own code, e.g. NO_FCP; null: it had nothing to complain of. */
  readonly lighthouseCode: string | null;
  /** Whether the kernel ended a process of ours for want of memory. */
  readonly memoryRanOut: boolean;
}

type Known = readonly [FailureClass, string, string];

const connectionFailures: Readonly<Record<string, (host: string, reason: string) => Known>> = {
  ADDRESS_NOT_ALLOWED: (_host, reason) => [
    "permanent",
    "ADDRESS_NOT_ALLOWED",
    `The page's address is not allowed: ${reason}.`,
  ],
  ENOTFOUND: (host) => ["permanent", "DNS_FAILED", `The name ${host} does not exist.`],
  EAI_AGAIN: (host) => ["transient", "DNS_UNAVAILABLE", `The name ${host} could not be looked up.`],
  ECONNREFUSED: (host) => ["transient", "CONNECTION_REFUSED", `${host} refused the connection.`],
  ECONNRESET: (host) => ["transient", "CONNECTION_RESET", `${host} closed the connection without an answer.`],
  EPIPE: (host) => ["transient", "CONNECTION_RESET", `${host} closed the connection without an answer.`],
  ETIMEDOUT: (host) => [
    "transient",
    "CONNECTION_TIMED_OUT",
    `${host} did not accept the connection in time.`,
  ],
};

// What the proxy answers for an http document it could not connect to. A site's own answer may carry the same number,
// so the trouble has to fit it.
const proxyStatuses: Readonly<Record<number, readonly string[]>> = {
  403: ["ADDRESS_NOT_ALLOWED"],
  404: ["ENOTFOUND"],
  504: ["ETIMEDOUT"],
  593: ["ENOTFOUND"],
  594: ["ECONNREFUSED"],
  595: ["ECONNRESET"],
  596: ["EPIPE"],
  599: ["ECONNABORTED", "ADDRESS_NOT_ALLOWED", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"],
};

// What Chromium makes of a tunnel the proxy did not open; anything else came through one.
const connectionErrors = /TUNNEL|PROXY|CONNECTION|EMPTY_RESPONSE|TIMED_OUT|SOCKET|ERR_FAILED/;

const documentErrors: readonly (readonly [RegExp, Known])[] = [
  [/ERR_TOO_MANY_REDIRECTS/, ["permanent", "REDIRECT_LOOP", "The page redirects in a circle."]],
  [/ERR_CERT_/, ["permanent", "BAD_CERTIFICATE", "The site's certificate is not valid."]],
  [/ERR_SSL_|ERR_BAD_SSL/, ["permanent", "TLS_FAILED", "No secure connection to the site could be made."]],
  [/ERR_NAME_/, ["permanent", "DNS_FAILED", "The site's name does not exist."]],
  [
    /ERR_(INVALID_URL|UNSAFE_PORT|UNSAFE_REDIRECT|UNKNOWN_URL_SCHEME|DISALLOWED_URL_SCHEME|INVALID_REDIRECT)/,
    ["permanent", "INVALID_URL", "The page's address, or one it redirects to, is none that a browser opens."],
  ],
  [
    /ERR_ABORTED/,
    ["permanent", "NOT_HTML", "The address answers with a download or with nothing, not with a page."],
  ],
  [
    /ERR_(EMPTY_RESPONSE|CONNECTION_RESET|CONNECTION_CLOSED)/,
    ["transient", "CONNECTION_RESET", "The site closed the connection without an answer."],
  ],
  [/ERR_CONNECTION_REFUSED/, ["transient", "CONNECTION_REFUSED", "The site refused the connection."]],
  [/TIMED_OUT/, ["transient", "CONNECTION_TIMED_OUT", "The site did not answer in time."]],
  [/ERR_OUT_OF_MEMORY|ERR_INSUFFICIENT_RESOURCES/, ["host", "OUT_OF_MEMORY", outOfMemory()]],
];

const lighthouseFailures: Readonly<Record<string, Known>> = {
  INVALID_URL: ["permanent", "INVALID_URL", "The page's address is none that a browser opens."],
  NOT_HTML: ["permanent", "NOT_HTML", "The address answers with something that is not an HTML page."],
  DNS_FAILURE: ["permanent", "DNS_FAILED", "The site's name does not exist."],
  INSECURE_DOCUMENT_REQUEST: ["permanent", "BAD_CERTIFICATE", "The site's certificate is not valid."],
  PAGE_HUNG: ["transient", "PAGE_HUNG", "The page stopped responding."],
  TARGET_CRASHED: ["transient", "PAGE_CRASHED", "The page crashed the browser's tab."],
  NO_FCP: ["transient", "NO_FCP", "The page painted nothing in time."],
  NO_LCP: ["transient", "NO_LCP", "The page painted no largest element in time."],
  PROTOCOL_TIMEOUT: ["transient", "BROWSER_UNRESPONSIVE", "The browser stopped answering."],
  CRI_TIMEOUT: ["transient", "BROWSER_UNRESPONSIVE", "The browser stopped answering."],
  NO_ANSWER: ["transient", "NO_ANSWER", "The site did not answer in time."],
  LOAD_TIMED_OUT: ["transient", "LOAD_TIMED_OUT", "The page did not finish loading in time."],
};

// For a moment's sake: the request came too early or too often.
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** What went wrong, the most telling reason first; null: nothing did. */
export function classifyFailure(evidence: RunEvidence): SampleFailure | null {
  const known = ofDocument(evidence) ?? ofCrash(evidence) ?? ofRedirect(evidence) ?? ofLighthouse(evidence);
  if (known === null) return null;
  const [failureClass, code, message] = known;
  return { class: failureClass, code, message };
}

function ofDocument({ documents, troubles }: RunEvidence): Known | null {
  const last = documents.at(-1);
  if (last === undefined) return null;
  const { status, error } = last;
  const trouble = troubleOf(last, troubles);
  if (trouble !== null) return describeTrouble(trouble);
  if (error !== null && error !== "net::ERR_ABORTED") return describeError(error);
  return status !== null && status >= 400 ? describeStatus(status, last.url) : null;
}

function troubleOf(
  { url, status, error }: DocumentStep,
  troubles: readonly ConnectionTrouble[],
): ConnectionTrouble | null {
  if (error === null ? (status ?? 0) < 400 : !connectionErrors.test(error)) return null;
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
  const fitting = status === null ? null : (proxyStatuses[status] ?? []);
  const ofHost = troubles.filter(
    (trouble) => trouble.host === host && (fitting?.includes(trouble.code) ?? true),
  );
  return ofHost.at(-1) ?? null;
}

function describeTrouble({ host, code, reason }: ConnectionTrouble): Known {
  const describe = connectionFailures[code];
  if (describe !== undefined) return describe(host, reason);
  return ["transient", "HOST_UNREACHABLE", `No connection to ${host} could be made (${code}).`];
}

function describeError(error: string): Known {
  const match = documentErrors.find(([pattern]) => pattern.test(error));
  return match?.[1] ?? ["transient", "DOCUMENT_FAILED", `The page could not be loaded (${error}).`];
}

function describeStatus(status: number, url: string): Known {
  // No site answers with these: it is the proxy, about a connection that broke off half-way.
  const [code] = status >= 590 ? (proxyStatuses[status] ?? []) : [];
  if (code !== undefined) return describeTrouble({ host: new URL(url).hostname, code, reason: code });
  const isPermanent = status < 500 && !passingStatuses.has(status);
  return [
    isPermanent ? "permanent" : "transient",
    `HTTP_${status}`,
    `The page answered with status ${status}.`,
  ];
}

function ofCrash({ hasCrashed, memoryRanOut }: RunEvidence): Known | null {
  if (memoryRanOut) return ["host", "OUT_OF_MEMORY", outOfMemory()];
  return hasCrashed ? (lighthouseFailures["TARGET_CRASHED"] ?? null) : null;
}

function ofRedirect({ requestedUrl, finalUrl }: RunEvidence): Known | null {
  // Chromium stays where it was, at about:blank, when there is nothing to show.
  if (finalUrl === null || !/^https?:/.test(finalUrl)) return null;
  const verdict = judgeRedirect(requestedUrl, finalUrl);
  if (verdict === "same") return null;
  const { host, pathname } = new URL(finalUrl);
  if (verdict === "login")
    return ["permanent", "REDIRECTED_TO_LOGIN", `The page asks for a sign-in at ${host}${pathname} first.`];
  return ["permanent", "REDIRECTED_ELSEWHERE", `The page redirects to another site, ${host}.`];
}

function ofLighthouse({ lighthouseCode, documents }: RunEvidence): Known | null {
  if (lighthouseCode === null) return null;
  const error = documents.at(-1)?.error ?? null;
  if (lighthouseCode === "FAILED_DOCUMENT_REQUEST" && error !== null) return describeError(error);
  return (
    lighthouseFailures[lighthouseCode] ?? [
      "transient",
      lighthouseCode,
      `Lighthouse came to no result (${lighthouseCode}).`,
    ]
  );
}

function outOfMemory(): string {
  return "The machine ran out of memory while it measured the page.";
}
