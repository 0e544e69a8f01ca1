import { buildFields } from "./build-fields.ts";
import { oldRoutingFields, watchFields } from "./component-fields.ts";
import { autoscalingField, computeFields, serviceTermination } from "./compute.ts";
import { accepted, choice, flag, integer, integers, part, section, text } from "./field.ts";
import { healthCheck, livenessHealthCheck } from "./health-check.ts";
import { name } from "./name.ts";
import { anySources } from "./source.ts";

const protocols = ["HTTP", "HTTP2"] as const;

const inactivitySleep = section({
  after_seconds: integer("Seconds without a request.", { min: 600, max: 86400 }),
  loading_page: part(
    "Page shown to browsers while an instance wakes up.",
    section({
      enabled: flag("Switches it on.", { default: false }),
      custom_url: text("A page of your own."),
    }),
  ),
});

export const service = section({
  name: name("Name of the service, and its host name for other components."),
  ...anySources,
  ...buildFields,
  run_command: text("Command that starts an instance; it runs in a shell.", {
    default: "the web process of the Procfile, else what the build detects",
  }),
  ...computeFields,
  ...autoscalingField,
  http_port: integer("Port the service listens on for HTTP; PORT is set to it.", {
    default: 8080,
    min: 1,
    max: 65535,
  }),
  internal_ports: integers("Ports that only other components of the app reach.", { min: 1, max: 65535 }),
  protocol: choice("HTTP2 means HTTP/2 without TLS from the first byte, as gRPC needs it.", protocols, {
    default: "HTTP",
  }),
  health_check: part("When an instance is ready; without it http_port must accept connections.", healthCheck),
  liveness_health_check: part("When an instance is restarted; never without it.", livenessHealthCheck),
  ...oldRoutingFields,
  ...watchFields,
  termination: part("How an instance is stopped.", serviceTermination),
  inactivity_sleep: part("Stops idle instances.", inactivitySleep, {
    support: accepted("instances keep running"),
  }),
});
