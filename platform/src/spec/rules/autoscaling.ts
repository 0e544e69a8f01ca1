import { componentsOf } from "../components.ts";
import type { ComponentEntry } from "../components.ts";
import { findSize } from "../sizes.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

type Scaled = Extract<ComponentEntry, { kind: "service" | "worker" }>;

export const autoscaling: Rule = {
  name: "autoscaling",
  severity: "error",
  what: "Autoscaling has no bounds or no metric, or some that cannot work",
  why: "App Platform scales between two different bounds by what it can measure, CPU on dedicated CPUs only and requests for services only.",
  fix: "leave instance_count out, write min_instance_count below max_instance_count, and take a metric that can be measured",
  failing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } },
      },
    ],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        instance_size_slug: "apps-d-1vcpu-1gb",
        autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } },
      },
    ],
  },
  *check(spec) {
    for (const entry of componentsOf(spec)) {
      if (entry.kind === "service" || entry.kind === "worker") yield* checkScaling(entry);
    }
  },
};

function* checkScaling({ kind, component, field }: Scaled): Iterable<Finding> {
  const { autoscaling: scaling, instance_count, instance_size_slug } = component;
  if (!scaling) return;
  if (instance_count !== undefined) {
    yield error(`${field}.instance_count`, "stands beside autoscaling", "leave either of them");
  }
  yield* checkRange(scaling.min_instance_count, scaling.max_instance_count, `${field}.autoscaling`);
  const metrics = scaling.metrics ?? {};
  if (Object.keys(metrics).length === 0) {
    yield warning(
      `${field}.autoscaling.metrics`,
      "are missing, so nothing decides",
      "add cpu: { percent: 80 }",
    );
  }
  if (metrics.cpu && findSize(instance_size_slug)?.scalable === false) {
    yield error(
      `${field}.autoscaling.metrics.cpu`,
      `needs dedicated CPUs, which ${instance_size_slug ?? "the default size"} has not`,
      "take a size such as apps-d-1vcpu-1gb",
    );
  }
  if (kind === "worker" && (metrics.requests_per_second ?? metrics.request_duration)) {
    yield warning(`${field}.autoscaling.metrics`, "name requests, which no worker gets", "use cpu");
  }
}

function* checkRange(min: number | undefined, max: number | undefined, field: string): Iterable<Finding> {
  if (min === undefined) yield warning(`${field}.min_instance_count`, "is missing", "write 1 or more");
  if (max === undefined) yield warning(`${field}.max_instance_count`, "is missing", "write 250 or less");
  if (min === undefined || max === undefined || min < max) return;
  const message = `is ${max}, which is not above min_instance_count`;
  yield (min === max ? warning : error)(`${field}.max_instance_count`, message, `write ${min + 1} or more`);
}
