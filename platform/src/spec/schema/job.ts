import { buildFields } from "./build-fields.ts";
import { watchFields } from "./component-fields.ts";
import { computeFields, termination } from "./compute.ts";
import { choice, part, section, text } from "./field.ts";
import { name } from "./name.ts";
import { anySources } from "./source.ts";

const jobKinds = ["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"] as const;

const schedule = section({
  cron: text("Five cron fields; at least 15 minutes between two runs."),
  time_zone: text("Name in the tz database.", { default: "UTC" }),
});

export const job = section({
  name: name("Name of the job."),
  ...anySources,
  ...buildFields,
  run_command: text("Command of the job; it runs in a shell."),
  ...computeFields,
  kind: choice("When the job runs.", jobKinds, { default: "POST_DEPLOY" }),
  schedule: part("When a SCHEDULED job runs.", schedule),
  timeout: text("Time after which a run is ended, e.g. `1h30m`.", { default: "30m" }),
  ...watchFields,
  termination: part("How a run is ended.", termination),
});
