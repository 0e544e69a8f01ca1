import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { redisVariables } from "./redis-variables.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...redisVariables.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const url = { key: "REDIS_URL", value: "redis://cache:6379" };
const host = { key: "REDIS_HOST", value: "cache" };
const findCode = (code: string, ...envs: { key: string; value: string }[]) =>
  find({ name: "app", services: [{ name: "web", envs }] }, { "a.js": code });

describe("redis-variables", () => {
  it("finds either of them where the other one is given", () => {
    expect(findCode("process.env.REDIS_HOST", url)).toEqual([
      "services[0].envs[0] the code reads REDIS_HOST, and web has REDIS_URL instead",
    ]);
    expect(findCode("process.env.REDIS_URL", host)).toEqual([
      "services[0].envs[0] the code reads REDIS_URL, and web has REDIS_HOST instead",
    ]);
  });

  it("is silent when the code reads both kinds, or has a fallback", () => {
    expect(findCode("process.env.REDIS_HOST; process.env.REDIS_URL", url)).toEqual([]);
    expect(findCode('process.env.REDIS_HOST || "cache.example.com"', url)).toEqual([]);
  });

  it("takes the own machine for no fallback, since nothing else runs in an instance", () => {
    expect(findCode('process.env.REDIS_HOST || "localhost"', url)).toHaveLength(1);
  });

  it("is silent when code takes all variables at once", () => {
    expect(findCode("const env = process.env; open(env.REDIS_URL, process.env.REDIS_HOST)", url)).toEqual([]);
    expect(findCode("load({ ...process.env }); process.env.REDIS_HOST", url)).toEqual([]);
  });

  it("is silent when both are given, or none", () => {
    expect(findCode("process.env.REDIS_HOST", url, host)).toEqual([]);
    expect(findCode("process.env.REDIS_PORT", url, host)).toEqual([]);
    expect(findCode("process.env.REDIS_HOST")).toEqual([]);
  });

  it("is silent when something else may read or set variables", () => {
    const spec = { name: "app", services: [{ name: "web", envs: [url] }] };
    const code = { "a.js": "process.env.REDIS_HOST" };
    expect(find(spec, { ...code, ".env": "" })).toEqual([]);
    expect(find(spec, { ...code, Procfile: "web: REDIS_HOST=cache node a.js" })).toEqual([]);
    expect(find(spec, { ...code, "package.json": '{"dependencies":{"envalid":"8"}}' })).toEqual([]);
  });
});
