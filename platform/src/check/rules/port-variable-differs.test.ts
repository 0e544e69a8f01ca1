import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { portVariableDiffers } from "./port-variable-differs.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...portVariableDiffers.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const port = (value: string) => ({ key: "PORT", value });

describe("port-variable-differs", () => {
  it("leaves a public service's own PORT to the rule of the spec", () => {
    expect(find({ name: "app", services: [{ name: "web", envs: [port("3000")] }] })).toEqual([]);
  });

  it("asks an internal service for one of its own ports", () => {
    const service = { name: "web", internal_ports: [9000, 9001] };
    expect(find({ name: "app", services: [{ ...service, envs: [port("9001")] }] })).toEqual([]);
    expect(find({ name: "app", services: [{ ...service, envs: [port("3000")] }] })).toEqual([
      "services[0].envs[0].value PORT is 3000 in web, which opens 9000, 9001",
    ]);
  });

  it("does not mind PORT of the app where a service has its own, or for the build", () => {
    const services = [{ name: "web", envs: [port("8080")] }];
    expect(find({ name: "app", envs: [port("3000")], services })).toEqual([]);
    const envs = [{ ...port("3000"), scope: "BUILD_TIME" as const }];
    expect(find({ name: "app", envs, services: [{ name: "web" }] })).toEqual([]);
  });

  it("is silent when the command or the code names the open port", () => {
    const envs = [port("3000")];
    const run_command = "gunicorn --bind 0.0.0.0:8080 app";
    expect(find({ name: "app", envs, services: [{ name: "web", run_command }] })).toEqual([]);
    expect(find({ name: "app", envs, services: [{ name: "web" }] }, { "a.js": "app.listen(8080);" })).toEqual(
      [],
    );
  });
});
