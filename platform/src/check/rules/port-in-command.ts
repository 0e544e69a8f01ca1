import type { AppSpec } from "../../spec/index.ts";
import type { Rule } from "../rule.ts";
import { listeningOf, literalPort } from "../command/listening.ts";
import type { Process } from "../command/processes.ts";
import { placeOfProcess, runLines } from "../command/run-lines.ts";

type Service = NonNullable<AppSpec["services"]>[number];

export const portInCommand: Rule = {
  name: "port-in-command",
  severity: "warning",
  what: "The command of a service starts it on a port that nothing leads to",
  why: "Requests and health checks go to http_port, so the service never becomes healthy.",
  fix: "take the port from $PORT, or set http_port to it",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", http_port: 8080, run_command: "PORT=3000 node server.js", health_check: {} }],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", http_port: 3000, run_command: "PORT=3000 node server.js", health_check: {} }],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  *check(app) {
    for (const run of runLines(app)) {
      if (run.entry.kind !== "service") continue;
      const process = run.processes.at(-1);
      // What else runs beside it may be what answers requests.
      if (!process || run.processes.some(({ lane }) => lane !== process.lane)) continue;
      const port = strayPort(process, run.entry.component);
      if (port === undefined) continue;
      const at = placeOfProcess(run, process);
      const message = `it is started on port ${port}, but ${openPorts(run.entry.component)}`;
      yield { field: `${run.entry.field}.run_command`, message, ...(at && { at }) };
    }
  },
};

/** The port of a process that listens on none that is open, if that is sure. */
function strayPort(process: Process, { http_port, internal_ports = [] }: Service): number | undefined {
  const named = listeningOf(process).filter(({ port }) => port !== null);
  const ports = named.map(literalPort);
  if (ports.some((port) => port === undefined || port === http_port || internal_ports.includes(port)))
    return undefined;
  return ports[0];
}

function openPorts({ http_port, internal_ports = [] }: Service): string {
  return http_port === undefined ? `its ports are ${internal_ports.join(", ")}` : `http_port is ${http_port}`;
}
