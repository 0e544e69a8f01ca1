import type { LogDestination } from "../app-spec.ts";
import { componentsOf } from "../components.ts";
import { error } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const receivers = ["papertrail", "datadog", "logtail", "open_search", "endpoint"] as const;

export const logDestinations: Rule = {
  name: "log-destinations",
  severity: "error",
  what: "A log destination has no receiver or several, or an OpenSearch without exactly one address",
  why: "App Platform forwards the logs of a destination to exactly one receiver, and finds OpenSearch either by its endpoint or by its cluster.",
  fix: "leave exactly one receiver, and for open_search either endpoint or cluster_name",
  failing: {
    name: "app",
    services: [
      { name: "web", github: { repo: "acme/web", branch: "main" }, log_destinations: [{ name: "logs" }] },
    ],
  },
  passing: {
    name: "app",
    services: [
      {
        name: "web",
        github: { repo: "acme/web", branch: "main" },
        log_destinations: [{ name: "logs", papertrail: { endpoint: "syslog+tls://logs.example.com:6514" } }],
      },
    ],
  },
  *check(spec) {
    for (const { component, field } of componentsOf(spec)) {
      if (!("log_destinations" in component)) continue;
      for (const [i, destination] of (component.log_destinations ?? []).entries()) {
        yield* checkDestination(destination, `${field}.log_destinations[${i}]`);
      }
    }
  },
};

function* checkDestination(destination: LogDestination, field: string): Iterable<Finding> {
  const present = receivers.filter((receiver) => receiver in destination);
  if (present.length !== 1) {
    const what = present.length === 0 ? "has no receiver" : `has several receivers: ${present.join(", ")}`;
    yield error(field, what, `leave exactly one of ${receivers.join(", ")}`);
  }
  const search = destination.open_search;
  if (search && (search.endpoint === undefined) === (search.cluster_name === undefined)) {
    yield error(`${field}.open_search`, "needs either endpoint or cluster_name", "write exactly one of them");
  }
}
