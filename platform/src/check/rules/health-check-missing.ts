import { imageProgram, type AppSpec, type Service } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";

export const healthCheckMissing: Rule = {
  name: "health-check-missing",
  severity: "notice",
  what: "A public service has no health check",
  why: "Without one an open port counts as healthy, so a version that answers every request with an error goes live.",
  fix: "give it a health_check with an http_path that answers 200 only when the service works",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: {},
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: { http_path: "/health" } }] },
    files: {},
  },
  *check({ spec }) {
    const services = (spec.services ?? []).map((service, index) => ({
      service,
      field: `services[${index}]`,
    }));
    const found = services.filter(({ service }) => isPublic(service, spec) && !isChecked(service));
    const [first] = found;
    if (!first) return;
    const names = found.map(({ service }) => service.name || "a service without a name").join(", ");
    yield { field: `${first.field}.health_check`, message: `no health check for ${names}` };
  },
};

function isPublic({ name }: Service, spec: AppSpec): boolean {
  return (spec.ingress?.rules ?? []).some(({ component }) => component?.name === name);
}

/** True as well for those that no HTTP request can be asked of. */
function isChecked({ health_check, protocol, image }: Service): boolean {
  return (
    health_check !== undefined ||
    protocol === "HTTP2" ||
    (image !== undefined && imageProgram(image) !== null)
  );
}
