import { buildLines, placeOfLine } from "../command/build-lines.ts";
import type { Process } from "../command/processes.ts";
import { placeOfProcess, runLines } from "../command/run-lines.ts";
import { manifestOf } from "../manifest.ts";
import type { CheckedApp, Finding, Rule, SourcedEntry } from "../rule.ts";

/** Of these managers a script that is not there is an error; yarn may run a program of that name. */
const NAMES_SCRIPT =
  /^(?:npm (?:run|run-script) (?<run>[\w:.-]+)|pnpm run (?<pnpm>[\w:.-]+)|npm (?<start>start))$/;
/** With one of these the script is one of another package.json. */
const ELSEWHERE =
  /(?:^|\s)(?:--?(?:prefix|cwd|workspaces?|filter|dir|recursive|if-present)\b|-[wCFr]\b|cd\s|pushd\s)/;

export const scriptMissing: Rule = {
  name: "script-missing",
  severity: "warning",
  what: "A command runs a script that package.json does not have",
  why: "The manager ends with an error, and so does the build or the component.",
  fix: "write the name of a script that is there, or add the script",
  failing: {
    spec: { name: "app", services: [{ name: "web", run_command: "npm run serve", health_check: {} }] },
    files: { "package.json": '{"scripts":{"start":"node a.js"}}', "package-lock.json": "" },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", run_command: "npm start", health_check: {} }] },
    files: { "package.json": '{"scripts":{"start":"node a.js"}}', "package-lock.json": "" },
  },
  *check(app) {
    yield* inRuns(app);
    yield* inBuilds(app);
  },
};

function* inRuns(app: CheckedApp): Generator<Finding> {
  for (const line of runLines(app)) {
    const { run_command } = line.entry.component;
    if (line.sourced === null || ELSEWHERE.test(run_command ?? "")) continue;
    for (const process of line.processes) {
      const script = missingScript(process, line.sourced);
      if (script === undefined) continue;
      const at = placeOfProcess(line, process);
      const field = `${line.entry.field}.run_command`;
      yield { field, message: textOf(line.entry.component.name, script), ...(at && { at }) };
    }
  }
}

function* inBuilds(app: CheckedApp): Generator<Finding> {
  for (const built of buildLines(app)) {
    const { sourced } = built;
    if (sourced === null) continue;
    for (const line of built.lines) {
      if (ELSEWHERE.test(line.line)) continue;
      const script = line.processes
        .map((one) => missingScript(one, sourced))
        .find((one) => one !== undefined);
      if (script === undefined) continue;
      const at = placeOfLine(built, line);
      const field = `${built.entry.field}.build_command`;
      yield { field, message: textOf(built.entry.component.name, script), ...(at && { at }) };
    }
  }
}

function textOf(component: string, script: string): string {
  return `${component} runs the script ${script}, which package.json does not have`;
}

/** Scripts that are there were looked into, so that a call that is left is of one that is not. */
function missingScript(process: Process, sourced: SourcedEntry): string | undefined {
  const manifest = manifestOf(sourced.facts);
  const script = scriptOf(process);
  if (!manifest || script === undefined || script in manifest.scripts) return undefined;
  return script === "start" && sourced.facts.entries.includes("server.js") ? undefined : script;
}

function scriptOf({ program, args }: Process): string | undefined {
  const words = args.filter((one) => !/^--?(?:silent|s|no-audit|quiet|loglevel=\w+)$/.test(one));
  const groups = NAMES_SCRIPT.exec([program, ...words].join(" "))?.groups ?? {};
  return groups["run"] ?? groups["pnpm"] ?? groups["start"];
}
