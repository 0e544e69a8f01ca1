import type { Failure } from "./failure-page.ts";

/** How many names a page lists before the rest is counted. */
const MOST_NAMES = 5;

/** App Platform answers 504 with the flag UH when no instance is healthy. */
export function noHealthyUpstream(): Failure {
  return {
    status: 504,
    reason: "no_healthy_upstream",
    title: "No healthy instance",
    text: "The component behind this address has no instance that passes its health check. It may be starting, or it has crashed; its logs tell.",
  };
}

export function connectFailure(reason: string): Failure {
  return {
    status: 502,
    reason: "upstream_connect_failure",
    title: "The app cannot be reached",
    text: `No instance of the component accepted a connection (${reason}).`,
  };
}

export function upstreamClosed(reason: string): Failure {
  return {
    status: 502,
    reason: "upstream_closed",
    title: "The app closed the connection",
    text: `The instance that got this request ended it before it had answered (${reason}).`,
  };
}

export function invalidAnswer(reason: string): Failure {
  return {
    status: 502,
    reason: "upstream_invalid_answer",
    title: "The app's answer is not valid HTTP",
    text: `The answer cannot be passed on (${reason}).`,
  };
}

/** @param known the names that apps answer to, those to tell first in front */
export function unknownHost(host: string, known: readonly string[]): Failure {
  const what =
    host === "" ? "The request names no host." : `No app of this Ashore answers to the name ${host}.`;
  return {
    status: 404,
    reason: "unknown_host",
    title: "No app has this name",
    text: known.length === 0 ? what : `${what} These names are answered: ${listNames(known)}.`,
  };
}

function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

export function noRoute(path: string): Failure {
  return {
    status: 404,
    reason: "no_route",
    title: "No route",
    text: `No ingress rule of the app matches the path ${path}.`,
  };
}

export function badRequest(text: string): Failure {
  return { status: 400, reason: "bad_request", title: "Bad request", text };
}

export function protocolNotSupported(text: string): Failure {
  return { status: 501, reason: "protocol_not_supported", title: "Not supported", text };
}
