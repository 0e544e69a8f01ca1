import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { prefixTrimmed } from "./prefix-trimmed.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...prefixTrimmed.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const manifest = '{"dependencies":{"express":"5"}}';
const below = (component: object) => ({ rules: [{ match: { path: { prefix: "/api" } }, component }] });
const findRoutes = (code: string, component: object = { name: "api" }, packageJson = manifest) =>
  find({ name: "app", services: [{ name: "api" }], ingress: below(component) } as AppSpec, {
    "package.json": packageJson,
    "a.js": code,
  });

describe("prefix-trimmed", () => {
  it("finds routes that all have the prefix", () => {
    expect(findRoutes('app.use("/api", a);\napp.get("/api/b", c);')).toEqual([
      "ingress.rules[0].component /api is cut off before api gets the request, but its routes start with it, e.g. /api",
    ]);
  });

  it("is silent when one route has not, or only looks so", () => {
    expect(findRoutes('app.get("/api/a", b);\napp.get("/health", c);')).toEqual([]);
    expect(findRoutes('app.get("/apis", b);')).toEqual([]);
    expect(findRoutes("")).toEqual([]);
  });

  it("is silent when the rule keeps or rewrites the path", () => {
    expect(findRoutes('app.get("/api/a", b);', { name: "api", preserve_path_prefix: true })).toEqual([]);
    expect(findRoutes('app.get("/api/a", b);', { name: "api", rewrite: "/api" })).toEqual([]);
  });

  it("is silent where files are routes, or no framework is known", () => {
    const next = '{"dependencies":{"express":"5","next":"16"}}';
    expect(findRoutes('app.get("/api/a", b);', undefined, next)).toEqual([]);
    expect(findRoutes('api.get("/api/a");', undefined, '{"dependencies":{"axios":"1"}}')).toEqual([]);
  });

  it("points at the old form of routes where the rule was made of it", () => {
    const services = [{ name: "web" }, { name: "api", routes: [{ path: "/" }, { path: "/v1/" }] }];
    const files = { "app.py": 'from flask import Flask\n@app.get("/v1/a")\n' };
    expect(find({ name: "app", services }, files)).toEqual([
      "services[1].routes[1] /v1 is cut off before api gets the request, but its routes start with it, e.g. /v1/a",
    ]);
  });
});
