import { componentsOf, isCiphertext } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { allVariables } from "../variables.ts";
import { secretIn } from "../values/secret-text.ts";

export const secretInClear: Rule = {
  name: "secret-in-clear",
  severity: "warning",
  what: "A secret stands in the spec in clear text",
  why: "Everyone who can read the repository, now or in its history, knows the secret.",
  fix: "make it type SECRET without a value, give the value in .do/ashore.env or with --env-file, and replace the one that was seen",
  failing: {
    spec: {
      name: "app",
      services: [
        { name: "web", health_check: {}, envs: [{ key: "JWT_SECRET", value: "no-4-real-5-secret" }] },
      ],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "JWT_SECRET", type: "SECRET" }] }],
    },
    files: {},
  },
  *check({ spec }) {
    for (const { field, key, value = "" } of allVariables(spec, componentsOf(spec))) {
      const what = isCiphertext(value) ? null : secretIn(key, value);
      if (what !== null) yield { field: `${field}.value`, message: `${key} is ${what} in clear text` };
    }
  },
};
