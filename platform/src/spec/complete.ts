import type { AppSpec, FunctionComponent, HealthCheck, Job, Service, StaticSite } from "./app-spec.ts";
import { completeIngress } from "./complete/ingress.ts";
import { defaultHttpPort, isInternal } from "./complete/public.ts";

/**
 * Fills in what App Platform fills in: ingress rules for `routes`, `cors` or nothing at all, the port of public
 * services, the kind of jobs, `http_path` for its old name. Everything else stays as written.
 */
export function completeSpec(spec: AppSpec): AppSpec {
  const ingress = completeIngress(spec);
  return {
    ...spec,
    ...(spec.services && { services: spec.services.map((service) => completeService(service, spec)) }),
    ...(spec.static_sites && { static_sites: spec.static_sites.map(withoutRoutes) }),
    ...(spec.jobs && { jobs: spec.jobs.map(completeJob) }),
    ...(spec.functions && { functions: spec.functions.map(withoutRoutes) }),
    ...(ingress && { ingress }),
  };
}

function completeService(service: Service, spec: AppSpec): Service {
  const { health_check } = service;
  return {
    ...withoutRoutes(service),
    ...(service.http_port === undefined && !isInternal(service, spec) && { http_port: defaultHttpPort }),
    ...(health_check && { health_check: completeCheck(health_check) }),
  };
}

function completeCheck({ path, ...check }: HealthCheck): HealthCheck {
  return path === undefined ? check : { http_path: path, ...check };
}

function completeJob(job: Job): Job {
  return job.kind === undefined || job.kind === "UNSPECIFIED" ? { ...job, kind: "POST_DEPLOY" } : job;
}

function withoutRoutes<Component extends Service | StaticSite | FunctionComponent>(
  component: Component,
): Omit<Component, "routes" | "cors"> {
  const { routes: _routes, cors: _cors, ...rest } = component;
  return rest;
}
