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
  severity: "warning",
  what: "An alert has no rule, one that cannot be watched there, or no threshold",
  why: "App Platform watches other things for the app than for each kind of component, and a measure needs operator, value and window.",
  fix: "write a rule of this place, and operator, value and window if it is a measure",
  failing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        alerts: [{ rule: "CPU_UTILIZATION", value: 80 }],
      },
    ],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        alerts: [{ rule: "CPU_UTILIZATION", operator: "GREATER_THAN", value: 80, window: "TEN_MINUTES" }],
      },
    ],
  },
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
