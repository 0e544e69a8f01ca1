import type { AppSpec } from "../../spec/index.ts";
import type { HostFacts } from "../host.ts";
import type { RoutePlan } from "../plan.ts";

/** Every host name the app answers to, the printed one first: its own, the spec's domains, those in its rules. */
export function resolveHosts(spec: AppSpec, host: HostFacts, routes: readonly RoutePlan[]): string[] {
  const domains = (spec.domains ?? []).map(({ domain }) => domain.toLowerCase().replace(/\.$/, ""));
  const ruled = routes.flatMap((route) => (route.host && "exact" in route.host ? route.host.exact : []));
  const names = [host.publicAddress.host, ...host.extraHosts, ...domains, ...ruled];
  return [...new Set(names)].filter((name) => name !== "");
}
