import { componentsOf, referencesIn } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { variablesOf } from "../variables.ts";

const example = (scope: "BUILD_TIME" | "RUN_TIME"): Rule["failing"] => ({
  spec: {
    name: "app",
    services: [
      {
        name: "web",
        dockerfile_path: "Dockerfile",
        health_check: {},
        envs: [{ key: "SITE_URL", value: "${web.PUBLIC_URL}", scope }],
      },
    ],
  },
  files: { Dockerfile: "FROM node:22\nARG SITE_URL\n" },
});

export const bindableInDockerBuild: Rule = {
  name: "bindable-in-docker-build",
  severity: "warning",
  what: "A variable for the build with a Dockerfile refers to another component",
  why: "Builds with a Dockerfile get no bindable variables, so the argument arrives as it is written.",
  fix: "write the value itself, or give it the scope RUN_TIME and read it when the component runs",
  failing: example("BUILD_TIME"),
  passing: example("RUN_TIME"),
  *check({ spec }) {
    for (const entry of componentsOf(spec)) {
      if (entry.kind === "function" || entry.component.dockerfile_path === undefined) continue;
      for (const { key, value = "", scope, field } of variablesOf(spec, entry).values()) {
        // What is for both may well be read at run time alone.
        if (scope !== "BUILD_TIME" || !field.startsWith(`${entry.field}.`)) continue;
        const reference = referencesIn(value).find((one) => one.scope !== null);
        if (reference)
          yield {
            field: `${field}.value`,
            message: `the build of ${entry.component.name} gets ${key} as ${reference.raw}`,
          };
      }
    }
  },
};
