import type { RouteTarget } from "../base/route-table.ts";

export type PrefixTreatment = Extract<RouteTarget, { kind: "backend" }>["prefix"];

/**
 * The path a component sees (with leading slash, without query): matched prefix cut off, kept or replaced.
 * `rest` is what stood behind the matched prefix.
 */
export function rewritePath(treatment: PrefixTreatment, path: string, rest: string): string {
  if (treatment === "keep") return path;
  if (treatment === "trim") return rest.startsWith("/") ? rest : `/${rest}`;
  const base = treatment.rewrite.startsWith("/") ? treatment.rewrite : `/${treatment.rewrite}`;
  return rest === "" ? base : `${base.replace(/\/+$/, "")}${rest}`;
}
