import type { HealthCheck, LivenessHealthCheck, Service } from "../app-spec.ts";
import { defaultHttpPort } from "../complete/public.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** Checks probe a port that the component says it has. */
export const healthCheck: Rule = {
  name: "health-check",
  *check(spec) {
    for (const [i, service] of (spec.services ?? []).entries()) {
      const field = `services[${i}]`;
      yield* checkService(service, service.health_check, `${field}.health_check`);
      yield* checkService(service, service.liveness_health_check, `${field}.liveness_health_check`);
    }
    for (const [i, worker] of (spec.workers ?? []).entries()) {
      const check = worker.liveness_health_check;
      if (check && check.port === undefined) {
        yield warning(
          `workers[${i}].liveness_health_check.port`,
          "is missing, and a worker has no port of its own",
        );
      }
      if (check) yield* checkPath(check, `workers[${i}].liveness_health_check`);
    }
  },
};

type Check = HealthCheck | LivenessHealthCheck;

function* checkService(service: Service, check: Check | undefined, field: string): Iterable<Finding> {
  if (!check) return;
  yield* checkPath(check, field);
  const { http_port, internal_ports = [] } = service;
  const isInternal = http_port === undefined && internal_ports.length > 0;
  const ports = isInternal ? internal_ports : [http_port ?? defaultHttpPort, ...internal_ports];
  if (check.port === undefined && isInternal) {
    yield warning(
      `${field}.port`,
      "is missing, and the service has no http_port",
      `write ${ports.join(" or ")}`,
    );
  }
  if (check.port !== undefined && !ports.includes(check.port)) {
    yield error(
      `${field}.port`,
      `is ${check.port}, which is neither http_port nor one of internal_ports`,
      `write ${ports.join(" or ")}, or add it to internal_ports`,
    );
  }
}

function* checkPath(check: Check, field: string): Iterable<Finding> {
  const { http_path } = check;
  if (http_path !== undefined && !http_path.startsWith("/")) {
    yield warning(`${field}.http_path`, `is ${http_path}`, `write /${http_path.replace(/^\.?\//, "")}`);
  }
}
