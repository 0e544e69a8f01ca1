import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { variableOneLetterOff } from "./variable-one-letter-off.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...variableOneLetterOff.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const findCode = (code: string, ...keys: string[]) =>
  find(
    { name: "app", services: [{ name: "web", envs: keys.map((key) => ({ key, value: "x" })) }] },
    { "a.js": code },
  );

describe("variable-one-letter-off", () => {
  it("names both variables", () => {
    expect(findCode("process.env.DATABASE_URI", "DATABASE_URL")).toEqual([
      "services[0].envs[0].key the code reads DATABASE_URI, which is not set; DATABASE_URL is set, which no code reads",
    ]);
  });

  it("is silent when the code reads both, or has a fallback", () => {
    expect(findCode("process.env.DATABASE_URI ?? process.env.DATABASE_URL", "DATABASE_URL")).toEqual([]);
    expect(findCode('process.env.DATABASE_URI || "x"', "DATABASE_URL")).toEqual([]);
  });

  it("is silent when the other name is used by another variable", () => {
    const envs = [
      { key: "ALLOWED_HOST", value: "x" },
      { key: "LIST", value: "${ALLOWED_HOST}" },
    ];
    expect(
      find({ name: "app", services: [{ name: "web", envs }] }, { "a.js": "process.env.ALLOWED_HOSTS" }),
    ).toEqual([]);
  });

  it("says it once for components of one directory", () => {
    const spec = {
      name: "app",
      envs: [{ key: "ALLOWED_HOST", value: "x" }],
      services: [{ name: "a" }, { name: "b" }],
    };
    expect(find(spec, { "a.js": "process.env.ALLOWED_HOSTS" })).toHaveLength(1);
  });
});
