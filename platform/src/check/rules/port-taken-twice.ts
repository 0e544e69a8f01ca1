import type { Rule } from "../rule.ts";
import { listeningOf, literalPort } from "../command/listening.ts";
import { isBeside, type Process } from "../command/processes.ts";
import { placeOfProcess, runLines } from "../command/run-lines.ts";

export const portTakenTwice: Rule = {
  name: "port-taken-twice",
  severity: "warning",
  what: "Two programs of one command listen on the same port",
  why: "The second one finds the port taken and ends.",
  fix: "give each program a port of its own, or make two components of them",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          http_port: 3000,
          run_command: "PORT=3000 node api.js & PORT=3000 node site.js",
          health_check: {},
        },
      ],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          http_port: 3000,
          run_command: "PORT=4000 node api.js & PORT=3000 node site.js",
          health_check: {},
        },
      ],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  *check(app) {
    for (const run of runLines(app)) {
      const found = firstClash(run.processes);
      if (!found) continue;
      const at = placeOfProcess(run, found.process);
      const message = `two programs that run at once listen on port ${found.port}`;
      yield { field: `${run.entry.field}.run_command`, message, ...(at && { at }) };
    }
  },
};

function firstClash(processes: readonly Process[]): { process: Process; port: number } | undefined {
  for (const process of processes) {
    const others = processes.filter((other) => isBeside(process, other)).flatMap(portsOf);
    const port = portsOf(process).find((one) => others.includes(one));
    if (port !== undefined) return { process, port };
  }
  return undefined;
}

/** An option's port goes before that of PORT. */
function portsOf(process: Process): number[] {
  return listeningOf(process)
    .slice(0, 1)
    .flatMap((one) => literalPort(one) ?? []);
}
