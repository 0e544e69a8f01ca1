import { componentsOf, type AppSpec } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { allVariables } from "../variables.ts";
import { isPlaceholder } from "../values/placeholder.ts";

/** Names of what is kept from others, or leads to it. */
const SECRET_LIKE = /SECRET|TOKEN|PASS|PWD|(?:^|_)KEY|KEY(?:$|_)|CREDENTIAL|DSN|(?:^|_)UR[IL]$|WEBHOOK/i;

export const placeholderSecret: Rule = {
  name: "placeholder-secret",
  severity: "warning",
  what: "A value is a placeholder that was never filled in",
  why: "The program gets the placeholder as if it were the value, and fails with it or is open to everyone who can guess it.",
  fix: "leave the value out, make it a SECRET and give it in .do/ashore.env or with --env-file",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "MAIL_KEY", value: "YOUR_KEY_HERE" }] }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", health_check: {}, envs: [{ key: "MAIL_KEY", type: "SECRET" }] }],
    },
    files: {},
  },
  *check({ spec }) {
    for (const { field, key, value = "", scope, type } of allVariables(spec, componentsOf(spec))) {
      // A build may want a variable to be there whatever it says, and a text for a form field is meant to be one.
      if (scope === "BUILD_TIME" || /PLACEHOLDER/i.test(key)) continue;
      const isSecret = type === "SECRET" || SECRET_LIKE.test(key);
      if (!isPlaceholder(value, isSecret)) continue;
      yield {
        field: `${field}.value`,
        message: `${key} is still a placeholder`,
        ...(!isSecret && { hint: "write the value itself" }),
      };
    }
    for (const { field, text } of credentialsOf(spec)) {
      if (!text.split(":").some((part) => isPlaceholder(part))) continue;
      yield {
        field,
        message: "the credentials are still a placeholder",
        hint: "write user:token of the registry",
      };
    }
  },
};

function credentialsOf(spec: AppSpec): { field: string; text: string }[] {
  return componentsOf(spec).flatMap((entry) => {
    if (entry.kind === "static_site" || entry.kind === "function") return [];
    const text = entry.component.image?.registry_credentials;
    return text === undefined ? [] : [{ field: `${entry.field}.image.registry_credentials`, text }];
  });
}
