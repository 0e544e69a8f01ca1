import { mentionsOf, placeOf } from "../code.ts";
import type { CheckedApp, Finding, Rule } from "../rule.ts";
import { variablesOf } from "../variables.ts";
import { isLoopback, listeningOf } from "../command/listening.ts";
import { listensAtHome } from "../command/listens-at-home.ts";
import type { Process } from "../command/processes.ts";
import { placeOfProcess, runLines, type RunLine } from "../command/run-lines.ts";
import { startsFile } from "../command/started-file.ts";

/** By these the programs whose defaults are judged can be told to listen elsewhere. */
const HOST_VARIABLE = /^(?:HOST|HOSTNAME|UVICORN_HOST|FLASK_RUN_HOST)$/;

export const listensOnLoopback: Rule = {
  name: "listens-on-loopback",
  severity: "warning",
  what: "A service listens on 127.0.0.1, as many programs do unless they are told otherwise",
  why: "Nothing outside of its own container reaches that address, so health checks fail.",
  fix: "make it listen on 0.0.0.0",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", run_command: "uvicorn main:app --port $PORT", health_check: {} }],
    },
    files: { "requirements.txt": "uvicorn\n" },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        { name: "web", run_command: "uvicorn main:app --host 0.0.0.0 --port $PORT", health_check: {} },
      ],
    },
    files: { "requirements.txt": "uvicorn\n" },
  },
  *check(app) {
    for (const run of runLines(app)) {
      if (run.entry.kind !== "service") continue;
      yield* findInCommand(app, run);
      yield* findInCode(app, run);
    }
  },
};

function* findInCommand(app: CheckedApp, run: RunLine): Generator<Finding> {
  const process = run.processes.at(-1);
  // Beside others it may be meant to be reached by these alone.
  if (!process || run.processes.some(({ lane }) => lane !== process.lane)) return;
  const hosts = listeningOf(process).flatMap(({ host }) => host ?? []);
  if (hosts.some((host) => !isLoopback(host))) return;
  const message =
    hosts[0] === undefined ? byDefault(app, run, process) : `it is told to listen on ${hosts[0]}`;
  if (message === null) return;
  const at = placeOfProcess(run, process);
  yield { field: `${run.entry.field}.run_command`, message, ...(at && { at }) };
}

function byDefault({ spec }: CheckedApp, { entry, sourced }: RunLine, process: Process): string | null {
  const { dockerfile_path, image } = entry.component;
  // The environment of an image may name a host.
  if (dockerfile_path !== undefined || image !== undefined) return null;
  const keys = [...variablesOf(spec, entry).keys(), ...Object.keys(process.variables)];
  const server = keys.some((key) => HOST_VARIABLE.test(key)) ? null : listensAtHome(process, sourced);
  return server && `${server} listens on 127.0.0.1 unless a host is named`;
}

/** The file that is started listens there on the service's port, or on one that a variable names. */
function* findInCode(app: CheckedApp, { entry, sourced, processes }: RunLine): Generator<Finding> {
  if (entry.kind !== "service" || sourced === null) return;
  const { http_port, internal_ports = [] } = entry.component;
  const ports = ["", ...[http_port, ...internal_ports].map(String)];
  const mentions = mentionsOf(app, sourced, "listen").filter(({ file }) =>
    startsFile(sourced, processes, file),
  );
  const [mention] = mentions;
  if (!mention || !mentions.every(({ value, name }) => isLoopback(value ?? "") && ports.includes(name)))
    return;
  const message = `its code listens on ${mention.value}`;
  yield { field: `${entry.field}.source_dir`, message, at: placeOf(mention, sourced) };
}
