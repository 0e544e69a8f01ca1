import type { AppSpec, IngressRule } from "../app-spec.ts";
import { componentsOf, isRoutable } from "../components.ts";
import { error, notice } from "./rule.ts";
import type { Rule } from "./rule.ts";

interface Match {
  readonly field: string;
  /** Empty for any host. */
  readonly host: string;
  readonly path: string;
  readonly isExact: boolean;
}

/** No two rules or routes take the same requests, and their order should not matter. */
export const routeMatches: Rule = {
  name: "route-matches",
  severity: "error",
  what: "Two ingress rules or routes take the same requests",
  why: "App Platform refuses two equal matches, and does not document which of two overlapping ones wins.",
  fix: "give each its own path or host, and put the more specific one first",
  failing: {
    name: "app",
    services: [
      { name: "web", github: { repo: "acme/web", branch: "main" } },
      { name: "api", github: { repo: "acme/api", branch: "main" } },
    ],
    ingress: {
      rules: [
        { match: { path: { prefix: "/" } }, component: { name: "api" } },
        { match: { path: { prefix: "/" } }, component: { name: "web" } },
      ],
    },
  },
  passing: {
    name: "app",
    services: [
      { name: "web", github: { repo: "acme/web", branch: "main" } },
      { name: "api", github: { repo: "acme/api", branch: "main" } },
    ],
    ingress: {
      rules: [
        { match: { path: { prefix: "/api" } }, component: { name: "api" } },
        { match: { path: { prefix: "/" } }, component: { name: "web" } },
      ],
    },
  },
  *check(spec) {
    const matches = matchesOf(spec);
    for (const [i, match] of matches.entries()) {
      const earlier = matches.slice(0, i);
      const same = earlier.find((each) => keyOf(each) === keyOf(match));
      const wider = earlier.find((each) => covers(each, match));
      if (same) {
        const what = `takes ${describe(match)}, as ${same.field} does`;
        yield error(match.field, what, "change the path or the host of one of them");
      } else if (wider) {
        yield notice(
          match.field,
          `takes ${describe(match)}, which ${wider.field} takes as well; Ashore takes the more specific one`,
          "put it first, then it is right by either reading",
        );
      }
    }
  },
};

function matchesOf(spec: AppSpec): readonly Match[] {
  const ruled = (spec.ingress?.rules ?? []).map((rule, i) => matchOf(rule, `ingress.rules[${i}]`));
  const routed = componentsOf(spec)
    .filter(isRoutable)
    .flatMap(({ field, component }) =>
      (component.routes ?? []).map(({ path }, i) => ({
        field: `${field}.routes[${i}]`,
        host: "",
        path: path || "/",
        isExact: false,
      })),
    );
  return [...ruled, ...routed];
}

function matchOf({ match }: IngressRule, field: string): Match {
  const { exact, prefix } = match?.path ?? {};
  const host = match?.authority?.exact ?? match?.authority?.prefix ?? "";
  // An empty prefix, like none at all, is every path.
  const path = exact ?? (prefix === undefined || prefix === "" ? "/" : prefix);
  return { field, host, path, isExact: exact !== undefined };
}

function keyOf({ host, path, isExact }: Match): string {
  return [host.toLowerCase(), isExact ? "=" : "", path].join(" ");
}

/** True if `wide` would take every request of `narrow`, were it asked first. */
function covers(wide: Match, narrow: Match): boolean {
  const isRouteOrder = wide.field.includes(".routes[") || narrow.field.includes(".routes[");
  const isHostWider = wide.host === "" || wide.host.toLowerCase() === narrow.host.toLowerCase();
  if (isRouteOrder || wide.isExact || !isHostWider) return false;
  const base = wide.path.endsWith("/") ? wide.path : `${wide.path}/`;
  return narrow.path === wide.path || narrow.path.startsWith(base);
}

function describe({ host, path, isExact }: Match): string {
  return `${host}${path}${isExact ? " only" : ""}`;
}
