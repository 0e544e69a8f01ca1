import { integer, section, text } from "./field.ts";

const timing = {
  period_seconds: integer("Seconds between two probes.", { default: 10, min: 1, max: 300 }),
  timeout_seconds: integer("Seconds a probe may take.", { default: 1, min: 1, max: 120 }),
};
const target = {
  http_path: text("Path that must answer 2xx or 3xx; without it the port only has to accept a connection."),
  port: integer("Port to probe.", { default: "http_port", min: 1, max: 65535 }),
};

/** Readiness: decides whether an instance gets traffic and whether a deployment succeeds. */
export const healthCheck = section({
  initial_delay_seconds: integer("Seconds more in which the checks may fail; Ashore probes at once.", {
    default: 0,
    min: 0,
    max: 3600,
  }),
  ...timing,
  success_threshold: integer("Probes in a row that must pass.", { default: 1, min: 1, max: 50 }),
  failure_threshold: integer("Probes in a row that must fail.", { default: 9, min: 1, max: 50 }),
  ...target,
  path: text("Old name of http_path.", { deprecated: "write http_path instead" }),
});

/** Liveness: restarts an instance that stops answering. */
export const livenessHealthCheck = section({
  initial_delay_seconds: integer("Seconds before the first probe.", { default: 5, min: 0, max: 3600 }),
  ...timing,
  success_threshold: integer("Probes in a row that must pass.", { default: 1, min: 1, max: 1 }),
  failure_threshold: integer("Probes in a row that must fail.", { default: 18, min: 1, max: 50 }),
  ...target,
});
