import type { Mention } from "../../source/facts.ts";
import { mentionsOf, placeOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import type { CheckedApp, Rule, SourcedEntry } from "../rule.ts";
import { isLoopback, listeningOf } from "../command/listening.ts";
import { runLines } from "../command/run-lines.ts";
import { startsFile } from "../command/started-file.ts";

/** Variables that may hold the port of the service itself. */
const OWN_PORT = /^(?!(?:DB|DATABASE|PG|POSTGRES|MYSQL|REDIS|VALKEY|MONGO|SMTP|MAIL|EMAIL)_?)(?:\w*_)?PORT$/i;

/** Libraries that read variables by names which the code need not show. */
const CONFIGURATION =
  /^(?:convict|config|nconf|envalid|env-var|env-schema|znv|@nestjs\/config|@t3-oss\/env-.*|@fastify\/env|rc)$/;
const GO_CONFIGURATION = /\b(?:viper|envconfig|caarlos0\/env|cobra|urfave\/cli|koanf|kong)\b/;

/** Metrics, profiles, TLS: beside these a service has its own port, which a constant may name. */
const SIDE_PORTS = ["443", "2112", "6060", "8443", "9090", "9091", "9100", "9229", "9464"];

export const listensOnOtherPort: Rule = {
  name: "listens-on-other-port",
  severity: "warning",
  what: "The code of a service listens on a fixed port that is not its http_port",
  why: "Requests and health checks go to http_port, so the service never becomes healthy.",
  fix: "listen on the port in the variable PORT, or set http_port to the code's",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", http_port: 8080, run_command: "node server.js", health_check: {} }],
    },
    files: { "package.json": "{}", "package-lock.json": "", "server.js": "app.listen(3000)\n" },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", http_port: 3000, run_command: "node server.js", health_check: {} }],
    },
    files: { "package.json": "{}", "package-lock.json": "", "server.js": "app.listen(3000)\n" },
  },
  *check(app) {
    for (const { entry, sourced, processes } of runLines(app)) {
      if (entry.kind !== "service" || sourced === null) continue;
      const mention = onlyMention(app, sourced);
      if (!mention || !startsFile(sourced, processes, mention.file)) continue;
      if (processes.some((one) => listeningOf(one).length > 0) || mayReadPort(app, sourced)) continue;
      const { http_port, internal_ports = [] } = entry.component;
      if ([http_port, ...internal_ports].map(String).includes(mention.name)) continue;
      yield {
        field: `${entry.field}.http_port`,
        message: `the code listens on port ${mention.name}, but ${portText(http_port, internal_ports)}`,
        at: placeOf(mention, sourced),
      };
    }
  },
};

function onlyMention(app: CheckedApp, sourced: SourcedEntry): Mention | undefined {
  const [first, ...others] = mentionsOf(app, sourced, "listen");
  if (!first || others.length > 0 || first.name === "" || SIDE_PORTS.includes(first.name)) return undefined;
  return isLoopback(first.value ?? "") ? undefined : first;
}

function mayReadPort(app: CheckedApp, sourced: SourcedEntry): boolean {
  if (mentionsOf(app, sourced, "env").some(({ name }) => OWN_PORT.test(name))) return true;
  if (GO_CONFIGURATION.test(sourced.facts.texts["go.mod"] ?? "")) return true;
  return [...(manifestOf(sourced.facts)?.dependencies ?? [])].some((name) => CONFIGURATION.test(name));
}

function portText(http: number | undefined, internal: readonly number[]): string {
  return http === undefined ? `its ports are ${internal.join(", ")}` : `http_port is ${http}`;
}
