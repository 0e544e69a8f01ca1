import { expect, test } from "vitest";
import { explainField } from "./explain.ts";

test("explains a field by its path, with or without indexes", () => {
  for (const path of [
    "services.http_port",
    "services[0].http_port",
    "services[].http_port",
    "Services.HTTP_Port",
    "http_port",
  ]) {
    expect(explainField(path)).toMatchObject({
      found: true,
      field: {
        path: "services[].http_port",
        type: "whole number, 1 to 65535",
        default: "8080",
        support: { state: "supported" },
      },
    });
  }
});

test("lists the fields of a section and the values of a choice", () => {
  expect(explainField("ingress.rules.redirect")).toMatchObject({
    field: { children: ["uri", "authority", "port", "scheme", "redirect_code"] },
  });
  expect(explainField("envs.scope")).toMatchObject({
    field: { enumValues: ["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"] },
  });
});

test("says of a part what holds for the whole", () => {
  expect(explainField("functions.source_dir")).toMatchObject({ field: { support: { state: "refused" } } });
  expect(explainField("maintenance.enabled")).toMatchObject({ field: { support: { state: "accepted" } } });
});

test("explains the spec as a whole", () => {
  expect(explainField("")).toMatchObject({ found: true, field: { path: "", isRequired: false } });
});

test.each([
  ["services.http_prot", ["services.http_port"]],
  ["service.http_port", ["services.http_port"]],
  ["helth_check", ["services.health_check"]],
  ["servces", ["services"]],
  ["frobnicate", []],
])("suggests for %s what was probably meant", (path, didYouMean) => {
  expect(explainField(path)).toEqual({ found: false, path, didYouMean });
});
