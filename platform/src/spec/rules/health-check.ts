import type { AppSpec, HealthCheck, LivenessHealthCheck, Service } from "../app-spec.ts";
import { defaultHttpPort, isInternal } from "../complete/public.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** Checks probe a port that the component says it has. */
export const healthCheck: Rule = {
  name: "health-check",
  severity: "error",
  what: "A health check has a port that the component does not have, no port at all, or no proper path",
  why: "A check needs a port that the component listens on and a path that starts with a slash, and App Platform refuses other ports of a service.",
  fix: "write http_port or one of internal_ports, for a worker any port it listens on, and a path that starts with a slash",
  failing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        http_port: 8080,
        health_check: { port: 9090 },
      },
    ],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        http_port: 8080,
        internal_ports: [9090],
        health_check: { port: 9090 },
      },
    ],
  },
  *check(spec) {
    for (const [i, service] of (spec.services ?? []).entries()) {
      const ports = portsOf(service, spec);
      for (const kind of ["health_check", "liveness_health_check"] as const) {
        const check = service[kind];
        if (check) yield* checkService(check, ports, `services[${i}].${kind}`);
      }
    }
    for (const [i, worker] of (spec.workers ?? []).entries()) {
      const check = worker.liveness_health_check;
      if (check) yield* checkWorker(check, `workers[${i}].liveness_health_check`);
    }
  },
};

type Check = HealthCheck | LivenessHealthCheck;

interface Ports {
  /** Probed when the check names none; null for an internal-only service. */
  readonly http: number | null;
  readonly all: readonly number[];
}

function portsOf(service: Service, spec: AppSpec): Ports {
  const { http_port, internal_ports = [] } = service;
  const http = isInternal(service, spec) ? null : (http_port ?? defaultHttpPort);
  return { http, all: http === null ? internal_ports : [http, ...internal_ports] };
}

function* checkService(check: Check, ports: Ports, field: string): Iterable<Finding> {
  yield* checkPath(check, field);
  const choices = ports.all.join(" or ");
  if (check.port === undefined && ports.http === null) {
    yield warning(`${field}.port`, "is missing, and the service has no http_port", `write ${choices}`);
  }
  if (check.port !== undefined && !ports.all.includes(check.port)) {
    yield error(
      `${field}.port`,
      `is ${check.port}, which is neither http_port nor one of internal_ports`,
      `write ${choices}, or add it to internal_ports`,
    );
  }
}

function* checkWorker(check: Check, field: string): Iterable<Finding> {
  yield* checkPath(check, field);
  if (check.port !== undefined) return;
  yield warning(
    `${field}.port`,
    "is missing, and a worker has no port of its own",
    "write the port it listens on",
  );
}

function* checkPath({ http_path }: Check, field: string): Iterable<Finding> {
  if (http_path === undefined || http_path.startsWith("/")) return;
  yield warning(`${field}.http_path`, `is ${http_path}`, `write /${http_path.replace(/^\.?\//, "")}`);
}
