import type { Problem } from "../../base/problem.ts";
import type { RoutePlan } from "../plan.ts";
import { finding } from "./finding.ts";

/**
 * Warnings for rules that stand before a more specific one: the most specific rule wins here, whereas by one
 * reading of App Platform's documentation the first one in the list does. One for each such rule.
 * @param count how many of the routes the user wrote as ingress rules; the others were made from them
 */
export function warnOfOrder(routes: readonly RoutePlan[], count: number): Problem[] {
  const written = routes.slice(0, count);
  return written.flatMap((route, index) => {
    const later = written.findIndex((other, at) => at > index && isShadowed(other, route));
    const winner = written[later];
    if (!winner) return [];
    return finding("warning", "ingress-order", `ingress.rules[${index}]`, {
      message: `${describe(route)} stands before ${describe(winner)}, which is more specific and wins`,
      hint: `move it below ingress.rules[${later}], so that the order does not matter`,
    });
  });
}

/** True if the first rule takes every request that the second one takes too, and leads elsewhere. */
function isShadowed(narrow: RoutePlan, wide: RoutePlan): boolean {
  if (JSON.stringify(narrow.target) === JSON.stringify(wide.target)) return false;
  return hostCovers(wide, narrow) && pathCovers(wide, narrow) && describe(wide) !== describe(narrow);
}

function hostCovers(wide: RoutePlan, narrow: RoutePlan): boolean {
  return wide.host === null || JSON.stringify(wide.host) === JSON.stringify(narrow.host);
}

function pathCovers({ path: wide }: RoutePlan, { path: narrow }: RoutePlan): boolean {
  const text = "exact" in narrow ? narrow.exact : narrow.prefix;
  if ("exact" in wide) return "exact" in narrow && wide.exact === text;
  const prefix = wide.prefix.replace(/\/+$/, "");
  return text === prefix || text.startsWith(`${prefix}/`);
}

function describe({ host, path }: RoutePlan): string {
  const name = host === null ? "" : "exact" in host ? host.exact : `${host.prefix}*`;
  return `${name}${"exact" in path ? `= ${path.exact}` : path.prefix}`;
}
