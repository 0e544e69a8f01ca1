import type { CorsSpec } from "../app-spec.ts";
import { componentsOf, isRoutable } from "../components.ts";
import { parseDuration } from "../duration.ts";
import { error, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

export const cors: Rule = {
  name: "cors",
  severity: "error",
  what: "A CORS policy has an origin that cannot be compared, or a max_age without a unit",
  why: "App Platform compares an origin with one text or one RE2 expression, may not allow credentials with the latter, and wants a length of time with its unit.",
  fix: "write each origin as exact or as a valid regex, as exact beside allow_credentials, and max_age such as 5h30m",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "web" }, cors: { max_age: "600" } }] },
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    ingress: { rules: [{ component: { name: "web" }, cors: { max_age: "600s" } }] },
  },
  *check(spec) {
    for (const [i, rule] of (spec.ingress?.rules ?? []).entries()) {
      if (rule.cors) yield* checkCors(rule.cors, `ingress.rules[${i}].cors`);
    }
    for (const { component, field } of componentsOf(spec).filter(isRoutable)) {
      if (component.cors) yield* checkCors(component.cors, `${field}.cors`);
    }
  },
};

function* checkCors(policy: CorsSpec, field: string): Iterable<Finding> {
  for (const [i, origin] of (policy.allow_origins ?? []).entries()) {
    const at = `${field}.allow_origins[${i}]`;
    const kinds = Object.keys(origin);
    if (kinds.length !== 1)
      yield error(at, `has ${kinds.join(" and ") || "no match"}`, "write exactly one of exact and regex");
    if (origin.regex !== undefined && !isRegex(origin.regex)) {
      yield warning(`${at}.regex`, `is ${origin.regex}, which is no regular expression`);
    }
    if (origin.regex !== undefined && policy.allow_credentials) {
      yield warning(
        `${at}.regex`,
        "may not work together with allow_credentials",
        "write the origins as exact",
      );
    }
  }
  const { max_age } = policy;
  if (max_age !== undefined && parseDuration(max_age) === undefined) {
    const hint = /^\d+$/.test(max_age) ? `write ${max_age}s` : "write one such as 5h30m";
    yield error(`${field}.max_age`, `is ${max_age}, which is no length of time`, hint);
  }
}

function isRegex(text: string): boolean {
  try {
    // RE2's flag groups at the start are unknown to JavaScript.
    new RegExp(text.replace(/^\(\?[imsU]+\)/, ""));
    return true;
  } catch {
    return false;
  }
}
