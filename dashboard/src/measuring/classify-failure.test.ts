import { describe, expect, it } from "vitest";
import { classifyFailure, type RunEvidence } from "./classify-failure.ts";

const url = "http://site.example/";
const fine: RunEvidence = {
  requestedUrl: url,
  finalUrl: url,
  documents: [{ url, status: 200, error: null }],
  troubles: [],
  hasCrashed: false,
  lighthouseCode: null,
  memoryRanOut: false,
};

const document = (status: number | null, error: string | null = null) => [{ url, status, error }];
const trouble = (code: string, host = "site.example") => [{ host, code, reason: `${host} is bad` }];

const cases: readonly (readonly [string, Partial<RunEvidence>, string, string])[] = [
  ["a page that is not there", { documents: document(404) }, "permanent", "HTTP_404"],
  ["a page that is forbidden by the site", { documents: document(403) }, "permanent", "HTTP_403"],
  ["too many requests", { documents: document(429) }, "transient", "HTTP_429"],
  ["a server error", { documents: document(503) }, "transient", "HTTP_503"],
  [
    "an unknown name",
    { documents: document(404), troubles: trouble("ENOTFOUND") },
    "permanent",
    "DNS_FAILED",
  ],
  [
    "a resolver that is away",
    { documents: document(599), troubles: trouble("EAI_AGAIN") },
    "transient",
    "DNS_UNAVAILABLE",
  ],
  [
    "an address that is not allowed",
    { documents: document(403), troubles: trouble("ADDRESS_NOT_ALLOWED") },
    "permanent",
    "ADDRESS_NOT_ALLOWED",
  ],
  [
    "an address that is not allowed behind https",
    {
      documents: [{ url: "https://site.example/", status: null, error: "net::ERR_TUNNEL_CONNECTION_FAILED" }],
      troubles: trouble("ADDRESS_NOT_ALLOWED"),
    },
    "permanent",
    "ADDRESS_NOT_ALLOWED",
  ],
  [
    "a refused connection",
    { documents: document(594), troubles: trouble("ECONNREFUSED") },
    "transient",
    "CONNECTION_REFUSED",
  ],
  ["a connection that broke off", { documents: document(595) }, "transient", "CONNECTION_RESET"],
  [
    "a route that is not there",
    { documents: document(599), troubles: trouble("EHOSTUNREACH") },
    "transient",
    "HOST_UNREACHABLE",
  ],
  [
    "a bad certificate",
    { documents: document(null, "net::ERR_CERT_DATE_INVALID") },
    "permanent",
    "BAD_CERTIFICATE",
  ],
  [
    "a redirect loop",
    { documents: document(null, "net::ERR_TOO_MANY_REDIRECTS") },
    "permanent",
    "REDIRECT_LOOP",
  ],
  ["an error nobody foresaw", { documents: document(null, "net::ERR_NEW") }, "transient", "DOCUMENT_FAILED"],
  [
    "a download",
    {
      documents: document(null, "net::ERR_ABORTED"),
      lighthouseCode: "FAILED_DOCUMENT_REQUEST",
      finalUrl: "about:blank",
    },
    "permanent",
    "NOT_HTML",
  ],
  ["plain text", { lighthouseCode: "NOT_HTML" }, "permanent", "NOT_HTML"],
  ["a login page", { finalUrl: "http://site.example/login" }, "permanent", "REDIRECTED_TO_LOGIN"],
  ["another site", { finalUrl: "http://other.example/" }, "permanent", "REDIRECTED_ELSEWHERE"],
  [
    "a login page, rather than that it painted nothing",
    { finalUrl: "http://site.example/login", lighthouseCode: "NO_FCP" },
    "permanent",
    "REDIRECTED_TO_LOGIN",
  ],
  ["nothing painted", { lighthouseCode: "NO_FCP" }, "transient", "NO_FCP"],
  ["a page that hangs", { lighthouseCode: "PAGE_HUNG" }, "transient", "PAGE_HUNG"],
  ["a browser that hangs", { lighthouseCode: "PROTOCOL_TIMEOUT" }, "transient", "BROWSER_UNRESPONSIVE"],
  ["a crash", { hasCrashed: true, lighthouseCode: "DOCUMENT_FAILED" }, "transient", "PAGE_CRASHED"],
  ["a crash for want of memory", { hasCrashed: true, memoryRanOut: true }, "host", "OUT_OF_MEMORY"],
  ["a load without end", { lighthouseCode: "LOAD_TIMED_OUT" }, "transient", "LOAD_TIMED_OUT"],
  ["a code of a later Lighthouse", { lighthouseCode: "NEW_CODE" }, "transient", "NEW_CODE"],
];

describe("classifyFailure", () => {
  it.each(cases)("calls %s by its name", (_what, change, failureClass, code) => {
    const failure = classifyFailure({ ...fine, ...change });
    expect(failure).toMatchObject({ class: failureClass, code });
    expect(failure?.message).toMatch(/^\S.*[^.]\.$/);
  });

  it("finds nothing wrong with a page that was measured", () => {
    expect(classifyFailure(fine)).toBeNull();
  });

  it("does not hold a sub-resource's trouble against the page", () => {
    const troubles = [...trouble("ADDRESS_NOT_ALLOWED", "10.0.0.1"), ...trouble("ECONNRESET")];
    expect(classifyFailure({ ...fine, troubles })).toBeNull();
    expect(classifyFailure({ ...fine, troubles, documents: document(404) })).toMatchObject({
      code: "HTTP_404",
    });
  });

  it("does not take an earlier trouble for the reason of a bad certificate", () => {
    const documents = document(null, "net::ERR_CERT_DATE_INVALID");
    expect(classifyFailure({ ...fine, documents, troubles: trouble("ECONNRESET") })).toMatchObject({
      code: "BAD_CERTIFICATE",
    });
  });

  it("goes by where a redirect led", () => {
    const target = "http://169.254.169.254/";
    const documents = [...document(302), { url: target, status: 403, error: null }];
    const failure = classifyFailure({
      ...fine,
      documents,
      troubles: trouble("ADDRESS_NOT_ALLOWED", "169.254.169.254"),
    });
    expect(failure).toMatchObject({ code: "ADDRESS_NOT_ALLOWED" });
  });
});
