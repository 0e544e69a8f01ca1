import type { Problem } from "../../base/problem.ts";
import { parseDuration, type ComponentEntry, type Job } from "../../spec/index.ts";
import type { BuildPlan, ComponentPlan, JobPlan, SitePlan } from "../plan.ts";
import { resolveLiveness, resolveReadiness } from "./checks.ts";
import { finding } from "./finding.ts";
import { envOf, type Planning } from "./planning.ts";
import { NO_PORTS, resolvePorts, withInjectedPort } from "./ports.ts";
import { resolveSize } from "./size.ts";

type Entry<Kind extends ComponentEntry["kind"]> = Extract<ComponentEntry, { kind: Kind }>;

const DRAIN_SECONDS = 15;
const GRACE_SECONDS = 120;
const JOB_TIMEOUT_MS = 30 * 60 * 1000;

/** Where the images of Redis and Valkey keep what they save. */
const CACHE_DATA_PATH = "/data";

/** A service with everything filled in. */
export function resolveService(
  { component }: Entry<"service">,
  build: BuildPlan,
  planning: Planning,
): ComponentPlan {
  const runEnv = envOf(component, "run", planning);
  const ports = resolvePorts(component, runEnv);
  return {
    ...common(component, build),
    kind: "service",
    processType: "web",
    env: withInjectedPort(runEnv, ports),
    ports,
    protocol: component.protocol === "HTTP2" ? "http2" : "http1",
    readiness: resolveReadiness(component.health_check, ports),
    drainMs: (component.termination?.drain_seconds ?? DRAIN_SECONDS) * 1000,
    liveness: resolveLiveness(component.liveness_health_check, ports),
  };
}

/** A worker with everything filled in. It has no address: nobody can call it. */
export function resolveWorker(
  { component }: Entry<"worker">,
  build: BuildPlan,
  planning: Planning,
): ComponentPlan {
  return {
    ...common(component, build),
    kind: "worker",
    processType: "worker",
    env: envOf(component, "run", planning),
    ports: NO_PORTS,
    protocol: "http1",
    readiness: null,
    liveness: resolveLiveness(component.liveness_health_check, NO_PORTS),
    drainMs: 0,
  };
}

/** A job of a completed spec with everything filled in. */
export function resolveJob({ component }: Entry<"job">, build: BuildPlan, planning: Planning): JobPlan {
  const { kind = "POST_DEPLOY", schedule, timeout } = component;
  return {
    name: component.name,
    build: build.name,
    kind: kind === "UNSPECIFIED" ? "POST_DEPLOY" : kind,
    schedule: scheduleOf(schedule),
    timeoutMs: (timeout === undefined ? undefined : parseDuration(timeout)) ?? JOB_TIMEOUT_MS,
    graceMs: graceOf(component.termination),
    runCommand: component.run_command ?? null,
    env: envOf(component, "run", planning),
    size: resolveSize(component.instance_size_slug),
  };
}

/** A static site with its documents. */
export function resolveSite({ component }: Entry<"static_site">, build: BuildPlan): SitePlan {
  return {
    name: component.name,
    build: build.name,
    indexDocument: component.index_document ?? "index.html",
    errorDocument: component.error_document ?? "404.html",
    catchallDocument: component.catchall_document ?? null,
  };
}

/** A worker's liveness check without a port, which would never be made. */
export function warnOfBlindCheck({ component, field }: Entry<"worker">): Problem[] {
  if (component.liveness_health_check === undefined || component.liveness_health_check.port !== undefined)
    return [];
  return [
    finding("warning", "check-without-port", `${field}.liveness_health_check.port`, {
      message: "a worker has no port of its own, so nothing is checked",
      hint: "name the port it answers on",
    }),
  ];
}

type Running = Entry<"service">["component"] | Entry<"worker">["component"];

function common(component: Running, build: BuildPlan) {
  const isCache = build.inputs.packs.some((pack) => pack.kind === "machine-program");
  const wanted = component.autoscaling?.min_instance_count ?? component.instance_count ?? 1;
  return {
    name: component.name,
    build: build.name,
    runCommand: component.run_command ?? null,
    instances: isCache ? 1 : wanted,
    size: resolveSize(component.instance_size_slug),
    graceMs: graceOf(component.termination),
    exclusive: isCache,
    dataPath: isCache ? CACHE_DATA_PATH : null,
  };
}

function graceOf(termination: { readonly grace_period_seconds?: number } | undefined): number {
  return (termination?.grace_period_seconds ?? GRACE_SECONDS) * 1000;
}

function scheduleOf(schedule: Job["schedule"]): JobPlan["schedule"] {
  return schedule?.cron === undefined ? null : { cron: schedule.cron, timeZone: schedule.time_zone ?? "UTC" };
}
