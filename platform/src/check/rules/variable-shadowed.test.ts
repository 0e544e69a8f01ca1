import { describe, expect, it } from "vitest";
import { completeSpec, type AppSpec } from "../../spec/index.ts";
import { factsOf } from "../testing/found.ts";
import { variableShadowed } from "./variable-shadowed.ts";

function find(spec: AppSpec, files: Readonly<Record<string, string>> = {}): string[] {
  const facts = factsOf({ spec, files });
  return [...variableShadowed.check({ spec: completeSpec(spec), written: spec, facts })].map(
    ({ field, message }) => `${field} ${message}`,
  );
}

const shared = { key: "LEVEL", value: "info" };
const findBoth = (own: object, above: object = shared) =>
  find({ name: "app", envs: [above], services: [{ name: "web", envs: [own] }] } as AppSpec);

describe("variable-shadowed", () => {
  it("names the variable, and never its value", () => {
    expect(findBoth({ key: "LEVEL", value: "debug" })).toEqual([
      "services[0].envs[0].value LEVEL has another value among the app's variables, and this one wins in web",
    ]);
  });

  it.each([{ value: "info" }, { value: "${LEVEL}" }, { value: "${LEVEL},more" }, { type: "SECRET" }, {}])(
    "is silent about %j",
    (own) => {
      expect(findBoth({ key: "LEVEL", ...own })).toEqual([]);
    },
  );

  it("is silent when one is there for the build and the other one for running", () => {
    const above = { ...shared, scope: "BUILD_TIME" };
    expect(findBoth({ key: "LEVEL", value: "debug", scope: "RUN_TIME" }, above)).toEqual([]);
  });
});
