import type { Service } from "../app-spec.ts";
import { warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const defaultHttpPort = 8080;

export const ports: Rule = {
  name: "ports",
  *check(spec) {
    for (const [i, service] of (spec.services ?? []).entries()) yield* checkPorts(service, `services[${i}]`);
  },
};

function* checkPorts(service: Service, field: string): Iterable<Finding> {
  const { http_port, internal_ports = [], envs = [] } = service;
  for (const [i, port] of internal_ports.entries()) {
    if (port === http_port)
      yield warning(`${field}.internal_ports[${i}]`, `is ${port}, which http_port opens already`);
    else if (internal_ports.indexOf(port) < i)
      yield warning(`${field}.internal_ports[${i}]`, `is ${port} once more`);
  }
  const expected = http_port ?? (internal_ports.length > 0 ? undefined : defaultHttpPort);
  for (const [i, { key, value, type }] of envs.entries()) {
    const isOtherPort =
      key === "PORT" && type !== "SECRET" && /^\d+$/.test(value ?? "") && Number(value) !== expected;
    if (isOtherPort && expected !== undefined) {
      yield warning(
        `${field}.envs[${i}].value`,
        `is ${value ?? ""}, and requests go to port ${expected}`,
        http_port === undefined ? `set http_port: ${value ?? ""}` : "make PORT and http_port the same",
      );
    }
  }
}
