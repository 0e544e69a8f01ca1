import type { HostMatch, PathMatch } from "../../base/route-table.ts";
import type { AppSpec, IngressMatch, IngressRule } from "../../spec/index.ts";
import type { PublicAddress, RoutePlan } from "../plan.ts";
import { resolveCors } from "./cors.ts";

type Target = RoutePlan["target"];
type RedirectCode = Extract<Target, { kind: "redirect" }>["code"];

const REDIRECT_CODES: readonly RedirectCode[] = [300, 301, 302, 303, 304, 307, 308];

/** Names that stand for the app's own host in `authority`. */
const OWN_HOST = /\$\{(?:STARTER_DOMAIN|APP_DOMAIN)\}/g;

/** Routes of a completed spec in its own order. Rules without a target that can answer are left out. */
export function resolveRoutes(spec: AppSpec, address: PublicAddress): RoutePlan[] {
  const answering = new Set([...(spec.services ?? []), ...(spec.static_sites ?? [])].map(({ name }) => name));
  return (spec.ingress?.rules ?? []).flatMap((rule) => {
    const target = resolveTarget(rule, answering);
    if (target === null) return [];
    const { match } = rule;
    return {
      host: resolveHost(match, address),
      path: resolvePath(match),
      target,
      cors: resolveCors(rule.cors),
    };
  });
}

function resolveTarget({ component, redirect }: IngressRule, answering: ReadonlySet<string>): Target | null {
  if (component !== undefined) {
    if (!answering.has(component.name)) return null;
    const { name, rewrite, preserve_path_prefix: keep } = component;
    return {
      kind: "component",
      name,
      prefix: rewrite === undefined ? (keep ? "keep" : "trim") : { rewrite },
    };
  }
  if (redirect === undefined) return null;
  return {
    kind: "redirect",
    uri: redirect.uri ?? null,
    authority: redirect.authority ?? null,
    port: redirect.port ?? null,
    scheme: redirect.scheme ?? null,
    code: REDIRECT_CODES.find((code) => code === redirect.redirect_code) ?? 302,
  };
}

function resolvePath(match: IngressMatch | undefined): PathMatch {
  const { exact, prefix } = match?.path ?? {};
  if (exact !== undefined) return { exact: withSlash(exact) };
  return { prefix: withSlash(prefix ?? "/") };
}

function resolveHost(match: IngressMatch | undefined, address: PublicAddress): HostMatch | null {
  const { exact, prefix } = match?.authority ?? {};
  if (exact) return { exact: hostOf(exact, address) };
  return prefix ? { prefix: hostOf(prefix, address) } : null;
}

function hostOf(authority: string, address: PublicAddress): string {
  return authority.replace(OWN_HOST, address.host).toLowerCase().replace(/\.$/, "");
}

function withSlash(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}
