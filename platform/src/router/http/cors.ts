import { setFlagsFromString } from "node:v8";
import type { CorsPolicy } from "../../base/route-table.ts";

/** What CORS adds to one answer. */
export type CorsVerdict =
  /** Not a cross-origin request of an allowed origin: nothing is added, the component sees it as it is. */
  | { readonly kind: "none" }
  /** The router answers the preflight itself with these headers. */
  | { readonly kind: "preflight"; readonly headers: readonly string[] }
  /** The answer gets these headers in place of the component's own of the same name. */
  | { readonly kind: "actual"; readonly headers: readonly string[] };

/** What of a request decides about CORS. */
export interface CorsQuestion {
  readonly method: string;
  readonly origin: string | undefined;
  readonly requestedMethod: string | undefined;
}

/** Answers for one policy. */
export type Cors = (question: CorsQuestion) => CorsVerdict;

/** Answer headers that a policy replaces. */
export const CORS_REPLACED: ReadonlySet<string> = new Set([
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-expose-headers",
]);

const MAX_ORIGIN_LENGTH = 512;
const NONE: CorsVerdict = { kind: "none" };

/**
 * Compiles a policy. Follows Envoy's filter: an origin that matches none is left alone, a preflight of one that
 * matches is answered with what is configured and the browser does the refusing.
 * `complain` hears of a regular expression that cannot be run in linear time (RE2 has none such); it matches nothing.
 */
export function compileCors(policy: CorsPolicy, complain: (regex: string) => void): Cors {
  const matchers = policy.allowOrigins.map((origin) => originMatcher(origin, complain));
  const preflight = preflightHeaders(policy);
  const actual = actualHeaders(policy);
  return ({ method, origin, requestedMethod }) => {
    if (!origin || origin.length > MAX_ORIGIN_LENGTH) return NONE;
    if (!matchers.some((matches) => matches(origin))) return NONE;
    const isPreflight = method === "OPTIONS" && !!requestedMethod;
    const allowed = ["access-control-allow-origin", origin, "vary", "origin"];
    return isPreflight
      ? { kind: "preflight", headers: [...allowed, ...preflight] }
      : { kind: "actual", headers: [...allowed, ...actual] };
  };
}

function originMatcher(
  origin: CorsPolicy["allowOrigins"][number],
  complain: (regex: string) => void,
): (origin: string) => boolean {
  if ("exact" in origin) return (value) => origin.exact === "*" || origin.exact === value;
  if ("prefix" in origin) return (value) => value.startsWith(origin.prefix);
  const regex = linearRegex(origin.regex);
  if (!regex) complain(origin.regex);
  return (value) => regex?.test(value) ?? false;
}

/**
 * A regular expression for the whole text that V8 runs without backtracking, as RE2 does: an Origin header is
 * the client's to choose, and must not be able to keep the router busy.
 */
function linearRegex(source: string): RegExp | undefined {
  setFlagsFromString("--enable-experimental-regexp-engine");
  const ignoresCase = source.startsWith("(?i)");
  try {
    return new RegExp(`^(?:${ignoresCase ? source.slice(4) : source})$`, ignoresCase ? "il" : "l");
  } catch {
    return undefined;
  }
}

function preflightHeaders(policy: CorsPolicy): string[] {
  const headers: string[] = [];
  if (policy.allowCredentials) headers.push("access-control-allow-credentials", "true");
  if (policy.allowMethods.length > 0) {
    headers.push("access-control-allow-methods", policy.allowMethods.join(","));
  }
  if (policy.allowHeaders.length > 0) {
    headers.push("access-control-allow-headers", policy.allowHeaders.join(","));
  }
  if (policy.maxAgeSeconds !== null) headers.push("access-control-max-age", String(policy.maxAgeSeconds));
  return headers;
}

function actualHeaders(policy: CorsPolicy): string[] {
  const headers: string[] = [];
  if (policy.allowCredentials) headers.push("access-control-allow-credentials", "true");
  if (policy.exposeHeaders.length > 0) {
    headers.push("access-control-expose-headers", policy.exposeHeaders.join(","));
  }
  return headers;
}
