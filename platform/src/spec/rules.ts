import type { AppSpec } from "./app-spec.ts";
import type { Mismatch } from "./parse/mismatch.ts";
import { alerts } from "./rules/alerts.ts";
import { autoscaling } from "./rules/autoscaling.ts";
import { codeSource } from "./rules/code-source.ts";
import { cors } from "./rules/cors.ts";
import { databases } from "./rules/databases.ts";
import { deprecated } from "./rules/deprecated.ts";
import { domains } from "./rules/domains.ts";
import { envKeys } from "./rules/env-keys.ts";
import { healthCheck } from "./rules/health-check.ts";
import { image } from "./rules/image.ts";
import { ingressRule } from "./rules/ingress-rule.ts";
import { ingressTarget } from "./rules/ingress-target.ts";
import { job } from "./rules/job.ts";
import { limits } from "./rules/limits.ts";
import { logDestinations } from "./rules/log-destinations.ts";
import { noComponent } from "./rules/no-component.ts";
import { oneSource } from "./rules/one-source.ts";
import { platformOptions } from "./rules/platform-options.ts";
import { ports } from "./rules/ports.ts";
import { routeMatches } from "./rules/route-matches.ts";
import { routes } from "./rules/routes.ts";
import type { Rule } from "./rules/rule.ts";
import { sizes } from "./rules/sizes.ts";
import { staticSite } from "./rules/static-site.ts";
import { support } from "./rules/support.ts";
import { uniqueNames } from "./rules/unique-names.ts";

/** Every rule, in the order in which their findings are told for one place. */
export const rules: readonly Rule[] = [
  limits,
  noComponent,
  uniqueNames,
  oneSource,
  codeSource,
  image,
  sizes,
  autoscaling,
  ports,
  healthCheck,
  staticSite,
  job,
  envKeys,
  routes,
  routeMatches,
  ingressRule,
  ingressTarget,
  cors,
  domains,
  databases,
  alerts,
  logDestinations,
  platformOptions,
  deprecated,
  support,
];

/** What the rules say of a spec. Each finding names the field, as `services[0].http_port`. */
export function checkRules(spec: AppSpec): readonly Mismatch[] {
  return rules.flatMap(({ name, why, check }) =>
    [...check(spec)].map((finding) => ({ layer: "rule", rule: name, ...finding, why }) as const),
  );
}
