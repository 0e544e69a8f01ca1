import { filesOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import type { CheckedApp, Rule, SourcedEntry } from "../rule.ts";
import type { Process } from "../command/processes.ts";
import { runLines } from "../command/run-lines.ts";

const RESULT = /^(?:\.\/)?(?<directory>dist|build|out|\.next)\//;
const BUILD_SCRIPTS = ["build", "heroku-postbuild", "heroku-prebuild", "postinstall", "prepare"];
const BUILDS = /\b(?:build|compile|tsc)\b/;

export const siblingBuilds: Rule = {
  name: "sibling-builds",
  severity: "warning",
  what: "A component runs what only the build of another one makes",
  why: "Each component is built on its own, also when several have the same source, so the file is not there.",
  fix: "give this component the same build_command",
  failing: {
    spec: {
      name: "app",
      services: [
        { name: "web", build_command: "npx tsc", run_command: "node dist/web.js", health_check: {} },
      ],
      workers: [{ name: "queue", run_command: "node dist/queue.js" }],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        { name: "web", build_command: "npx tsc", run_command: "node dist/web.js", health_check: {} },
      ],
      workers: [{ name: "queue", build_command: "npx tsc", run_command: "node dist/queue.js" }],
    },
    files: { "package.json": "{}", "package-lock.json": "" },
  },
  *check(app) {
    const all = runLines(app).flatMap(({ sourced, processes }) => (sourced ? [{ sourced, processes }] : []));
    for (const { sourced, processes } of all) {
      const sibling = all.find((one) => one.sourced !== sourced && buildsFor(one.sourced, sourced));
      const file = processes.map(resultIn).find((one) => one !== undefined);
      if (!sibling || file === undefined || hasBuild(sourced, processes) || isThere(app, sourced, file))
        continue;
      yield {
        field: `${sourced.field}.build_command`,
        message: `nothing builds ${file} here; the build_command of ${sibling.sourced.component.name} does so there`,
      };
    }
  },
};

function buildsFor({ component, facts }: SourcedEntry, { facts: other }: SourcedEntry): boolean {
  if (facts.source !== other.source || facts.directory !== other.directory) return false;
  return BUILDS.test(component.build_command ?? "");
}

function resultIn({ program, args }: Process): string | undefined {
  return /^(?:node|nodejs|bun)$/.test(program) ? args.find((one) => RESULT.test(one)) : undefined;
}

/** By the spec, by a script that the build runs itself, or as it starts. */
function hasBuild({ component, facts }: SourcedEntry, processes: readonly Process[]): boolean {
  const manifest = manifestOf(facts);
  if (component.build_command !== undefined || manifest === null) return true;
  if (BUILD_SCRIPTS.some((name) => name in manifest.scripts)) return true;
  return processes.some(
    ({ program, args }) => BUILDS.test([program, ...args].join(" ")) && !/^node/.test(program),
  );
}

/** Results are committed now and then. */
function isThere(app: CheckedApp, sourced: SourcedEntry, file: string): boolean {
  const directory = RESULT.exec(file)?.groups?.["directory"] ?? "";
  return filesOf(app, sourced).some((one) => one.startsWith(`${directory}/`));
}
