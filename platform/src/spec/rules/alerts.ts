import type { Alert } from "../app-spec.ts";
import { componentsOf } from "../components.ts";
import {
  appAlertRules,
  computeAlertRules,
  functionAlertRules,
  scheduledJobAlertRules,
  serviceAlertRules,
} from "../schema/alert.ts";
import { warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const jobAlertRules = [...computeAlertRules, ...scheduledJobAlertRules];
const rulesByKind: Readonly<Record<string, readonly string[]>> = {
  service: [...computeAlertRules, ...serviceAlertRules],
  worker: computeAlertRules,
  job: jobAlertRules,
  function: functionAlertRules,
};
const withoutThreshold: readonly string[] = [...appAlertRules, ...scheduledJobAlertRules];

export const alerts: Rule = {
  name: "alerts",
  *check(spec) {
    yield* checkAlerts(spec.alerts ?? [], appAlertRules, "alerts");
    for (const { kind, component, field } of componentsOf(spec)) {
      if (!("alerts" in component)) continue;
      yield* checkAlerts(component.alerts ?? [], rulesByKind[kind] ?? [], `${field}.alerts`);
    }
  },
};

function* checkAlerts(list: readonly Alert[], known: readonly string[], field: string): Iterable<Finding> {
  for (const [i, alert] of list.entries()) {
    const { rule } = alert;
    if (rule === undefined || rule === "UNSPECIFIED_RULE") {
      yield warning(`${field}[${i}].rule`, "is missing", `write one of ${known.join(", ")}`);
    } else if (!known.includes(rule)) {
      yield warning(
        `${field}[${i}].rule`,
        `is ${rule}, which cannot be watched here`,
        `write one of ${known.join(", ")}`,
      );
    } else if (!withoutThreshold.includes(rule)) {
      const missing = (["operator", "value", "window"] as const).filter((part) => !(part in alert));
      if (missing.length > 0) yield warning(`${field}[${i}]`, `lacks ${missing.join(", ")}`);
    }
  }
}
