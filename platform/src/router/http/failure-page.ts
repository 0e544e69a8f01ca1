import type { IncomingMessage, ServerResponse } from "node:http";

/** Why the router itself answers; the value of `x-ashore-failure`. */
export type FailureReason =
  | "bad_request"
  | "unknown_host"
  | "no_route"
  | "method_not_allowed"
  | "not_found"
  | "no_healthy_upstream"
  | "upstream_connect_failure"
  | "upstream_closed"
  | "upstream_invalid_answer"
  | "protocol_not_supported"
  | "internal";

export interface Failure {
  readonly status: number;
  readonly reason: FailureReason;
  readonly title: string;
  /** One or two sentences for a person. */
  readonly text: string;
}

/** Answers with a plain page that is marked as ours, so that it is never taken for the app's own. */
export function sendFailure(request: IncomingMessage, response: ServerResponse, failure: Failure): void {
  if (response.headersSent) {
    // Half an answer is out: only a broken connection tells the client that the rest is missing.
    response.destroy();
    return;
  }
  // A client that waits for "100 Continue" may or may not send its body now: the connection is no longer clear.
  if (request.headers.expect !== undefined) response.shouldKeepAlive = false;
  const isHtml = (request.headers.accept ?? "").includes("text/html");
  const body = isHtml ? htmlPage(failure) : `${failure.status} ${failure.title}\n${failure.text}\n`;
  response.writeHead(failure.status, {
    "content-type": `${isHtml ? "text/html" : "text/plain"}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-ashore-failure": failure.reason,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function htmlPage({ status, title, text, reason }: Failure): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${status} ${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}small{color:#666}</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<small>${status} ${reason}, said by the router of Ashore, not by the app</small>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
