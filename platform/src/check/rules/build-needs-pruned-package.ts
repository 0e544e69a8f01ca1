import { manifestOf, type Manifest } from "../manifest.ts";
import type { Rule } from "../rule.ts";
import { isBuildTime, variablesOf } from "../variables.ts";
import { buildLines } from "../command/build-lines.ts";
import type { Process } from "../command/processes.ts";
import { baseName } from "../command/unwrap.ts";

/** Programs whose package has another name. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  tsc: "typescript",
  ng: "@angular/cli",
  nest: "@nestjs/cli",
  "vue-cli-service": "@vue/cli-service",
  "vue-tsc": "vue-tsc",
};
const WITH_DEVELOPMENT =
  /--include[= ]dev|--(?:production|prod|only)[= ](?:false|dev)|--dev\b|NODE_ENV=(?!production)/;
const DECIDES = /^(?:npm_config_(?:production|include|omit|only)|yarn_production|yarn_yarn_production)$/i;

export const buildNeedsPrunedPackage: Rule = {
  name: "build-needs-pruned-package",
  severity: "warning",
  what: "The build command installs once more, without the development dependencies that it then needs",
  why: "The build's own install has them, but one of your own leaves them out while NODE_ENV is production.",
  fix: "leave the install out of build_command, or give NODE_ENV the scope RUN_TIME",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "web", build_command: "npm ci && npx vite build", health_check: {} }],
      envs: [{ key: "NODE_ENV", value: "production" }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node ."},"devDependencies":{"vite":"7"}}',
      "package-lock.json": "",
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "web", build_command: "npx vite build", health_check: {} }],
      envs: [{ key: "NODE_ENV", value: "production" }],
    },
    files: {
      "package.json": '{"scripts":{"start":"node ."},"devDependencies":{"vite":"7"}}',
      "package-lock.json": "",
    },
  },
  *check(app) {
    for (const { entry, sourced, lines } of buildLines(app)) {
      const command = lines.find(({ script }) => script === null);
      const manifest = sourced && manifestOf(sourced.facts);
      if (!command || !manifest || sourced.facts.entries.includes(".npmrc")) continue;
      const variables = variablesOf(app.spec, entry);
      const mode = variables.get("NODE_ENV");
      if (mode?.value !== "production" || !isBuildTime(mode)) continue;
      if ([...variables.keys()].some((key) => DECIDES.test(key)) || WITH_DEVELOPMENT.test(command.line))
        continue;
      const name = missingPackage(command.processes, manifest);
      if (name === undefined) continue;
      const message = `it needs ${name}, a development dependency that its own install leaves out`;
      yield { field: `${entry.field}.build_command`, message };
    }
  },
};

/** A development dependency whose program runs after an install for production. */
function missingPackage(processes: readonly Process[], manifest: Manifest): string | undefined {
  const install = processes.findIndex(isInstall);
  if (install < 0) return undefined;
  return processes
    .slice(install + 1)
    .map(({ program }) => PACKAGE_OF[baseName(program)] ?? baseName(program))
    .find((name) => manifest.devDependencies.has(name) && !manifest.dependencies.has(name));
}

/** Yarn 2 and newer install everything whatever NODE_ENV says, and which yarn it is cannot be told here. */
function isInstall({ program, args: [first = "", ...others] }: Process): boolean {
  if (others.some((one) => !one.startsWith("-"))) return false;
  return (
    (program === "npm" && /^(?:ci|i|install)$/.test(first)) ||
    (program === "pnpm" && /^(?:i|install)$/.test(first))
  );
}
