import type { RouteTarget } from "../../base/route-table.ts";
import type { Asked } from "./request-line.ts";

type Redirect = Extract<RouteTarget, { kind: "redirect" }>;

/**
 * The Location of a redirect rule: scheme, authority (else the one the client used), port if one is set, and
 * the rule's uri (which replaces the whole path) or the path asked for. The query goes along unless the uri
 * has one of its own, as in Envoy.
 */
export function locationOf(redirect: Redirect, asked: Asked): string {
  const path = redirect.uri ?? asked.path;
  const query = redirect.uri?.includes("?") ? "" : asked.query;
  const rooted = path.startsWith("/") ? path : `/${path}`;
  return `${redirect.scheme}://${authorityOf(redirect, asked.authority)}${rooted}${query}`;
}

function authorityOf(redirect: Redirect, asked: string): string {
  if (redirect.port !== null) return `${redirect.authority ?? withoutPort(asked)}:${redirect.port}`;
  if (redirect.authority !== null) return redirect.authority;
  // The port belongs to the scheme the client used, which here is always plain HTTP.
  return redirect.scheme === "http" ? asked : withoutPort(asked);
}

function withoutPort(authority: string): string {
  return authority.replace(/:[0-9]*$/, "");
}
