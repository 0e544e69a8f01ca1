import type { AppSpec } from "../../spec/index.ts";
import { manifestOf } from "../manifest.ts";
import { commandOf, sourcedEntries, type Rule, type SourcedEntry } from "../rule.ts";

const NPM_START = /^(?:npm (?:run )?start|yarn (?:run )?start|pnpm (?:run )?start)$/;
const KEEPS_DEVELOPMENT = [
  "NODE_ENV",
  "NPM_CONFIG_PRODUCTION",
  "YARN_PRODUCTION",
  "PNPM_SKIP_PRUNING",
  "YARN2_SKIP_PRUNING",
];

export const startNeedsPrunedPackage: Rule = {
  name: "start-needs-pruned-package",
  severity: "warning",
  what: "The start script runs a program of a development dependency",
  why: "Development dependencies are removed after the build, so the program is not there when the component starts.",
  fix: "move the package to dependencies, or build first and start the result with node",
  failing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"start":"tsx src/server.ts"},"devDependencies":{"tsx":"4"}}' },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web" }] },
    files: { "package.json": '{"scripts":{"start":"tsx src/server.ts"},"dependencies":{"tsx":"4"}}' },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const manifest = manifestOf(entry.facts);
      if (entry.kind === "static_site" || !manifest || choosesItself(entry, app.spec)) continue;
      const command = commandOf(entry) ?? "npm start";
      const script = NPM_START.test(command.trim()) ? manifest.scripts["start"] : undefined;
      const name = script && programsIn(script).find((one) => manifest.devDependencies.has(one));
      if (!name || manifest.dependencies.has(name)) continue;
      yield {
        field: `${entry.field}.source_dir`,
        message: `npm start runs ${name}, which is a development dependency`,
      };
    }
  },
};

/** Its variables may keep development dependencies. */
function choosesItself({ component }: SourcedEntry, spec: AppSpec): boolean {
  const envs = [...(spec.envs ?? []), ...(component.envs ?? [])];
  return envs.some(({ key, value }) => KEEPS_DEVELOPMENT.includes(key) && value !== "production");
}

/** First words of the commands that a script line joins, without assignments before them. */
function programsIn(script: string): string[] {
  return script.split(/&&|\|\||;|\|/).flatMap((command) => {
    const words = command.trim().split(/\s+/);
    return words.find((word) => !/^\w+=/.test(word)) ?? [];
  });
}
