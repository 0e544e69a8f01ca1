import type { AppSpec, FunctionComponent, Job, Service, StaticSite, Worker } from "./app-spec.ts";

/** A component with its kind and where it stands in the spec, e.g. `services[0]`. */
export type ComponentEntry =
  | { readonly kind: "service"; readonly field: string; readonly component: Service }
  | { readonly kind: "static_site"; readonly field: string; readonly component: StaticSite }
  | { readonly kind: "worker"; readonly field: string; readonly component: Worker }
  | { readonly kind: "job"; readonly field: string; readonly component: Job }
  | { readonly kind: "function"; readonly field: string; readonly component: FunctionComponent };

/** A component that can have a size, an image, an alert: whatever runs instances. */
export type ComputeEntry = Extract<ComponentEntry, { kind: "service" | "worker" | "job" }>;

/** A component that requests can be routed to. */
export type RoutableEntry = Extract<ComponentEntry, { kind: "service" | "static_site" | "function" }>;

/** Every component of a spec, by kind in the order of the reference, then as written. Databases are none. */
export function componentsOf(spec: AppSpec): readonly ComponentEntry[] {
  const { services = [], static_sites = [], workers = [], jobs = [], functions = [] } = spec;
  return [
    ...services.map((component, i) => ({ kind: "service", field: `services[${i}]`, component }) as const),
    ...static_sites.map(
      (component, i) => ({ kind: "static_site", field: `static_sites[${i}]`, component }) as const,
    ),
    ...workers.map((component, i) => ({ kind: "worker", field: `workers[${i}]`, component }) as const),
    ...jobs.map((component, i) => ({ kind: "job", field: `jobs[${i}]`, component }) as const),
    ...functions.map((component, i) => ({ kind: "function", field: `functions[${i}]`, component }) as const),
  ];
}

export function isCompute(entry: ComponentEntry): entry is ComputeEntry {
  return entry.kind === "service" || entry.kind === "worker" || entry.kind === "job";
}

export function isRoutable(entry: ComponentEntry): entry is RoutableEntry {
  return entry.kind === "service" || entry.kind === "static_site" || entry.kind === "function";
}

/** What a person calls the kind. */
export function kindName(kind: ComponentEntry["kind"]): string {
  return kind === "static_site" ? "static site" : kind === "function" ? "functions component" : kind;
}
