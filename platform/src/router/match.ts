import type { AppRoutes, RouteRule, RouteTable } from "../base/route-table.ts";

/** A rule found for a request; `rest` is what the path holds behind the matched part ("" or "/…"). */
export interface Match<Rule> {
  readonly rule: Rule;
  readonly rest: string;
}

export type FindOutcome<Rule> =
  | { readonly kind: "found"; readonly match: Match<Rule> }
  | { readonly kind: "unknown_host" }
  | { readonly kind: "no_route" };

/** Finds the most specific rule for a host (lower case, no port) and a path (no query). */
export type FindRule<Rule> = (host: string, path: string) => FindOutcome<Rule>;

interface PathIndex<Rule> {
  readonly exact: ReadonlyMap<string, Rule>;
  readonly prefixes: ReadonlyMap<string, Rule>;
  readonly longestPrefix: number;
}

interface AppIndex<Rule> {
  readonly anyHost: PathIndex<Rule>;
  readonly byHost: ReadonlyMap<string, PathIndex<Rule>>;
  /** Longest host prefix first. */
  readonly byHostPrefix: readonly { readonly prefix: string; readonly paths: PathIndex<Rule> }[];
}

const UNKNOWN_HOST = { kind: "unknown_host" } as const;
const NO_ROUTE = { kind: "no_route" } as const;

/**
 * Compiles a table into maps, so that a request costs a few look-ups however many rules there are.
 * Order of precedence: exact authority, longer authority prefix, none; then exact path, longer prefix; then
 * the place in the list. `prepare` turns each rule into what the caller wants back.
 */
export function compileTable<Rule>(
  table: Pick<RouteTable, "apps">,
  prepare: (rule: RouteRule, app: AppRoutes) => Rule,
): FindRule<Rule> {
  const hosts = new Map<string, AppIndex<Rule>>();
  let fallback: AppIndex<Rule> | undefined;
  for (const app of table.apps) {
    const index = indexApp(app, prepare);
    for (const host of app.hosts) if (!hosts.has(host.toLowerCase())) hosts.set(host.toLowerCase(), index);
    if (app.isFallback) fallback ??= index;
  }
  return (host, path) => {
    const app = hosts.get(host) ?? findWildcard(hosts, host) ?? (isAppName(host) ? undefined : fallback);
    return app ? findInApp(app, host, path) : UNKNOWN_HOST;
  };
}

/** The host a request is matched by: lower case, without port and trailing dot. */
export function hostOf(authority: string): string {
  const colon = authority.lastIndexOf(":");
  const isPort = colon > authority.lastIndexOf("]");
  const host = isPort ? authority.slice(0, colon) : authority;
  return (host.endsWith(".") ? host.slice(0, -1) : host).toLowerCase();
}

/** `shop.localhost` means shop alone: no other app may answer in its place. */
function isAppName(host: string): boolean {
  return host.endsWith(".localhost");
}

function indexApp<Rule>(app: AppRoutes, prepare: (rule: RouteRule, app: AppRoutes) => Rule): AppIndex<Rule> {
  const groups = new Map<string, { host: RouteRule["host"]; rules: RouteRule[] }>();
  for (const rule of app.rules) {
    const key = JSON.stringify(rule.host);
    const group = groups.get(key) ?? { host: rule.host, rules: [] };
    group.rules.push(rule);
    groups.set(key, group);
  }
  const byHost = new Map<string, PathIndex<Rule>>();
  const byHostPrefix: { prefix: string; paths: PathIndex<Rule> }[] = [];
  let anyHost: PathIndex<Rule> = { exact: new Map(), prefixes: new Map(), longestPrefix: -1 };
  for (const { host, rules } of groups.values()) {
    const paths = indexPaths(rules, (rule) => prepare(rule, app));
    if (host === null) anyHost = paths;
    else if ("exact" in host) byHost.set(host.exact.toLowerCase(), paths);
    else byHostPrefix.push({ prefix: host.prefix.toLowerCase(), paths });
  }
  byHostPrefix.sort((a, b) => b.prefix.length - a.prefix.length);
  return { anyHost, byHost, byHostPrefix };
}

function indexPaths<Rule>(rules: readonly RouteRule[], prepare: (rule: RouteRule) => Rule): PathIndex<Rule> {
  const exact = new Map<string, Rule>();
  const prefixes = new Map<string, Rule>();
  let longestPrefix = -1;
  for (const rule of rules) {
    const isExact = "exact" in rule.path;
    const key = "exact" in rule.path ? rule.path.exact : rule.path.prefix.replace(/\/+$/, "");
    const index = isExact ? exact : prefixes;
    if (!index.has(key)) index.set(key, prepare(rule));
    if (!isExact) longestPrefix = Math.max(longestPrefix, key.length);
  }
  return { exact, prefixes, longestPrefix };
}

/** `*.example.com` serves every name below example.com that no app names itself. */
function findWildcard<T>(hosts: ReadonlyMap<string, T>, host: string): T | undefined {
  for (let dot = host.indexOf("."); dot !== -1; dot = host.indexOf(".", dot + 1)) {
    const found = hosts.get(`*${host.slice(dot)}`);
    if (found) return found;
  }
  return undefined;
}

function findInApp<Rule>(app: AppIndex<Rule>, host: string, path: string): FindOutcome<Rule> {
  const named = app.byHost.size === 0 ? undefined : app.byHost.get(host);
  let match = named && findByPath(named, path);
  for (const { prefix, paths } of app.byHostPrefix) {
    if (match) break;
    if (host.startsWith(prefix)) match = findByPath(paths, path);
  }
  match ??= findByPath(app.anyHost, path);
  return match ? { kind: "found", match } : NO_ROUTE;
}

function findByPath<Rule>(index: PathIndex<Rule>, path: string): Match<Rule> | undefined {
  const exact = index.exact.size === 0 ? undefined : index.exact.get(path);
  if (exact !== undefined) return { rule: exact, rest: "" };
  if (index.longestPrefix < 0) return undefined;
  // No border can stand behind the longest prefix, which also bounds the work for hostile paths.
  let end = path.length <= index.longestPrefix ? path.length : borderBefore(path, index.longestPrefix + 1);
  while (end >= 0) {
    const rule = index.prefixes.get(path.slice(0, end));
    if (rule !== undefined) return { rule, rest: path.slice(end) };
    end = borderBefore(path, end);
  }
  return undefined;
}

/** Where the last "/" before `end` stands, or -1. */
function borderBefore(path: string, end: number): number {
  return end === 0 ? -1 : path.lastIndexOf("/", end - 1);
}
