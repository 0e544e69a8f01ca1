import type { EnvVariable, Service } from "../app-spec.ts";
import { defaultHttpPort } from "../complete/public.ts";
import { warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

/** Each port is named once, and PORT agrees with http_port. */
export const ports: Rule = {
  name: "ports",
  severity: "warning",
  what: "A port is listed twice, or PORT is not the port that requests go to",
  why: "Requests go to http_port, so a program that follows another PORT is never reached, and a port listed twice opens once.",
  fix: "list each port once, and make PORT and http_port the same",
  failing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        http_port: 3000,
        envs: [{ key: "PORT", value: "4000" }],
      },
    ],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        http_port: 3000,
        envs: [{ key: "PORT", value: "3000" }],
      },
    ],
  },
  *check(spec) {
    for (const [i, service] of (spec.services ?? []).entries()) {
      yield* checkInternalPorts(service, `services[${i}]`);
      yield* checkPortVariable(service, `services[${i}]`);
    }
  },
};

function* checkInternalPorts({ http_port, internal_ports = [] }: Service, field: string): Iterable<Finding> {
  for (const [i, port] of internal_ports.entries()) {
    const at = `${field}.internal_ports[${i}]`;
    if (port === http_port) yield warning(at, `is ${port}, which http_port opens already`, "remove it");
    else if (internal_ports.indexOf(port) < i) yield warning(at, `is ${port} once more`, "remove it");
  }
}

function* checkPortVariable(service: Service, field: string): Iterable<Finding> {
  const { http_port, internal_ports = [], envs = [] } = service;
  if (http_port === undefined && internal_ports.length > 0) return;
  const expected = http_port ?? defaultHttpPort;
  for (const [i, variable] of envs.entries()) {
    const port = portOf(variable);
    if (port === undefined || port === expected) continue;
    yield warning(
      `${field}.envs[${i}].value`,
      `is ${port}, and requests go to port ${expected}`,
      http_port === undefined ? `set http_port: ${port}` : "make PORT and http_port the same",
    );
  }
}

function portOf({ key, value = "", type }: EnvVariable): number | undefined {
  return key === "PORT" && type !== "SECRET" && /^\d+$/.test(value) ? Number(value) : undefined;
}
