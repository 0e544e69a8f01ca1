import { buildFields } from "./build-fields.ts";
import { watchFields } from "./component-fields.ts";
import { autoscalingField, computeFields, termination } from "./compute.ts";
import { part, section, text } from "./field.ts";
import { livenessHealthCheck } from "./health-check.ts";
import { name } from "./name.ts";
import { anySources } from "./source.ts";

export const worker = section({
  name: name("Name of the worker."),
  ...anySources,
  ...buildFields,
  run_command: text("Command that starts an instance; it runs in a shell.", {
    default: "the worker process of the Procfile",
  }),
  ...computeFields,
  ...autoscalingField,
  liveness_health_check: part("When an instance is restarted; never without it.", livenessHealthCheck),
  ...watchFields,
  termination: part("How an instance is stopped.", termination),
});
