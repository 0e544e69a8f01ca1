import type { AppSpec, Service } from "../app-spec.ts";
import { isRoutable } from "../components.ts";
import type { ComponentEntry, RoutableEntry } from "../components.ts";

/** Port of a public service that names none. */
export const defaultHttpPort = 8080;

/** True for what requests from outside can reach: all but workers, jobs and internal-only services. */
export function isPublic(entry: ComponentEntry, spec: AppSpec): entry is RoutableEntry {
  if (!isRoutable(entry)) return false;
  return entry.kind !== "service" || !isInternal(entry.component, spec);
}

/** True for a service with `internal_ports`, without `http_port`, and with no route that leads to it. */
export function isInternal(service: Service, spec: AppSpec): boolean {
  if (service.http_port !== undefined || (service.internal_ports ?? []).length === 0) return false;
  const isRouted = (spec.ingress?.rules ?? []).some((rule) => rule.component?.name === service.name);
  return !isRouted && (service.routes ?? []).length === 0;
}
