import { choice, decimal, flag, section } from "./field.ts";

export const appAlertRules = [
  "DEPLOYMENT_STARTED",
  "DEPLOYMENT_LIVE",
  "DEPLOYMENT_FAILED",
  "DEPLOYMENT_CANCELED",
  "DOMAIN_LIVE",
  "DOMAIN_FAILED",
  "AUTOSCALE_FAILED",
  "AUTOSCALE_SUCCEEDED",
] as const;
export const computeAlertRules = ["CPU_UTILIZATION", "MEM_UTILIZATION", "RESTART_COUNT"] as const;
export const serviceAlertRules = ["REQUESTS_PER_SECOND", "REQUEST_DURATION_P95_MS"] as const;
export const scheduledJobAlertRules = ["JOB_INVOCATION_FAILED"] as const;
export const functionAlertRules = [
  "FUNCTIONS_ACTIVATION_COUNT",
  "FUNCTIONS_AVERAGE_DURATION_MS",
  "FUNCTIONS_ERROR_RATE_PER_MINUTE",
  "FUNCTIONS_AVERAGE_WAIT_TIME_MS",
  "FUNCTIONS_ERROR_COUNT",
  "FUNCTIONS_GB_RATE_PER_SECOND",
] as const;
const alertRules = [
  "UNSPECIFIED_RULE",
  ...appAlertRules,
  ...computeAlertRules,
  ...serviceAlertRules,
  ...scheduledJobAlertRules,
  ...functionAlertRules,
] as const;
const operators = ["UNSPECIFIED_OPERATOR", "GREATER_THAN", "LESS_THAN"] as const;
const windows = ["UNSPECIFIED_WINDOW", "FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"] as const;

export const alert = section({
  rule: choice("What is watched.", alertRules),
  disabled: flag("Switches the alert off.", { default: false }),
  operator: choice("How the measured value is compared.", operators),
  value: decimal("The value it is compared with."),
  window: choice("How long it must hold.", windows),
});
