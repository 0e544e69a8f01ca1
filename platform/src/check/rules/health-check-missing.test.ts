import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { healthCheckMissing } from "./health-check-missing.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...healthCheckMissing.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

describe("health-check-missing", () => {
  it("names all services at once", () => {
    const services = [{ name: "api" }, { name: "web", health_check: {} }, { name: "admin" }];
    expect(find({ name: "app", services })).toEqual([
      "services[0].health_check no health check for api, admin",
    ]);
  });

  it("asks nothing of internal services, of gRPC and of caches", () => {
    const services = [
      { name: "inside", internal_ports: [9000] },
      { name: "rpc", protocol: "HTTP2" as const },
      { name: "cache", image: { registry_type: "DOCKER_HUB" as const, repository: "redis" } },
    ];
    expect(find({ name: "app", services })).toEqual([]);
  });
});
