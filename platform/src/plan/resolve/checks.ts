import type { HealthCheck, LivenessHealthCheck } from "../../spec/index.ts";
import type { CheckPlan, ComponentPorts } from "../plan.ts";

const READINESS = { initialDelay: 0, period: 10, timeout: 1, success: 1, failure: 9 };
const LIVENESS = { initialDelay: 5, period: 10, timeout: 1, success: 1, failure: 18 };

/** Readiness of a service; without a check in the spec its first port must accept connections. */
export function resolveReadiness(check: HealthCheck | undefined, ports: ComponentPorts): CheckPlan | null {
  return resolveCheck(check ?? {}, check?.http_path ?? check?.path, ports, READINESS);
}

/** Liveness; null without one in the spec, or when there is no port to probe. */
export function resolveLiveness(
  check: LivenessHealthCheck | undefined,
  ports: ComponentPorts,
): CheckPlan | null {
  return check === undefined ? null : resolveCheck(check, check.http_path, ports, LIVENESS);
}

function resolveCheck(
  check: Omit<HealthCheck, "path">,
  path: string | undefined,
  ports: ComponentPorts,
  defaults: typeof READINESS,
): CheckPlan | null {
  const port = check.port ?? ports.http ?? ports.internal[0];
  if (port === undefined) return null;
  return {
    kind: path === undefined ? "tcp" : "http",
    port,
    path: path === undefined ? null : withSlash(path),
    initialDelayMs: (check.initial_delay_seconds ?? defaults.initialDelay) * 1000,
    periodMs: (check.period_seconds ?? defaults.period) * 1000,
    timeoutMs: (check.timeout_seconds ?? defaults.timeout) * 1000,
    successThreshold: check.success_threshold ?? defaults.success,
    failureThreshold: check.failure_threshold ?? defaults.failure,
  };
}

function withSlash(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}
