import { componentsOf, isCiphertext, referencesIn, type EnvVariable } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { isBuildTime, isRunTime } from "../variables.ts";

export const variableShadowed: Rule = {
  name: "variable-shadowed",
  severity: "notice",
  what: "A component sets a variable of the app to another value",
  why: "The component's own value wins, so a change of the app's value does not reach the component.",
  fix: "remove one of the two if they are meant to be the same",
  failing: {
    spec: {
      name: "app",
      envs: [{ key: "LOG_LEVEL", value: "info" }],
      services: [{ name: "web", health_check: {}, envs: [{ key: "LOG_LEVEL", value: "debug" }] }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      envs: [{ key: "LOG_LEVEL", value: "info" }],
      services: [{ name: "web", health_check: {}, envs: [{ key: "LOG_LEVEL", value: "${LOG_LEVEL}" }] }],
    },
    files: {},
  },
  *check({ spec }) {
    const shared = new Map((spec.envs ?? []).map((variable) => [variable.key, variable]));
    for (const { component, field } of componentsOf(spec)) {
      for (const [index, own] of (component.envs ?? []).entries()) {
        const above = shared.get(own.key);
        if (!above || !differs(above, own) || !meets(above, own)) continue;
        yield {
          field: `${field}.envs[${index}].value`,
          message: `${own.key} has another value among the app's variables, and this one wins in ${component.name}`,
        };
      }
    }
  },
};

// Of secrets that are given elsewhere or encrypted nobody knows whether they are the same.
function differs(above: EnvVariable, own: EnvVariable): boolean {
  const values = [above.value ?? "", own.value ?? ""];
  if (values.some((value) => value === "" || isCiphertext(value)) || values[0] === values[1]) return false;
  return !referencesIn(own.value ?? "").some(({ scope, name }) => scope === null && name === own.key);
}

/** True if there is a phase that both are there for. */
function meets(above: EnvVariable, own: EnvVariable): boolean {
  return (isBuildTime(above) && isBuildTime(own)) || (isRunTime(above) && isRunTime(own));
}
