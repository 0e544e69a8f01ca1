import type { Rule } from "../rule.ts";
import { setValues } from "../values/set-values.ts";

export const variableEmptiedByAction: Rule = {
  name: "variable-emptied-by-action",
  severity: "notice",
  what: "The spec has ${STARTER_DOMAIN}, which DigitalOcean's GitHub Action empties",
  why: "The Action fills variables in from its own environment before App Platform sees the spec, and keeps only APP_DOMAIN, APP_URL, APP_ID and names with a dot.",
  fix: "deploy with doctl, or set STARTER_DOMAIN to the app's own host in the Action's step",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "HOST", value: "${STARTER_DOMAIN}" }] }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "HOST", value: "${APP_DOMAIN}" }] }],
    },
    files: {},
  },
  *check({ written }) {
    for (const { field, value } of setValues(written)) {
      if (typeof value !== "string" || !value.includes("${STARTER_DOMAIN}")) continue;
      yield {
        field,
        message: "${STARTER_DOMAIN} is empty when DigitalOcean's GitHub Action deploys this spec",
      };
      return;
    }
  },
};
