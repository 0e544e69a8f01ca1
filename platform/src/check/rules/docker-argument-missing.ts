import { dockerEntries, instructionsOf, type DockerEntry } from "../docker.ts";
import type { CheckedApp, Rule } from "../rule.ts";
import { componentsOf } from "../../spec/index.ts";
import { variablesOf, type Variable } from "../variables.ts";

/** Docker knows these without being told. */
const PREDEFINED = /^(?:(?:https?|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/i;

export const dockerArgumentMissing: Rule = {
  name: "docker-argument-missing",
  severity: "warning",
  what: "A variable is meant for the build, but the Dockerfile does not declare it",
  why: "Variables reach a Docker build as arguments, and one without an ARG line is not set in any step.",
  fix: "add an ARG line with its name after FROM, or give it another scope",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          dockerfile_path: "Dockerfile",
          envs: [{ key: "API_URL", value: "https://api.example.com", scope: "BUILD_TIME" }],
          health_check: {},
        },
      ],
    },
    files: { Dockerfile: "FROM node:22\nRUN npm run build\n" },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          dockerfile_path: "Dockerfile",
          envs: [{ key: "API_URL", value: "https://api.example.com", scope: "BUILD_TIME" }],
          health_check: {},
        },
      ],
    },
    files: { Dockerfile: "FROM node:22\nARG API_URL\nRUN npm run build\n" },
  },
  *check(app) {
    for (const entry of dockerEntries(app)) {
      const declared = argumentsOf(entry);
      for (const { key, field } of buildVariables(app, entry)) {
        if (declared.has(key) || PREDEFINED.test(key)) continue;
        yield {
          field: `${field}.key`,
          message: `the Dockerfile of ${entry.component.name} has no ARG ${key}`,
        };
      }
    }
  },
};

/** Those that are for the build alone. The app's may be meant for other components, unless there are none. */
function buildVariables({ spec }: CheckedApp, entry: DockerEntry): Variable[] {
  const isAlone = componentsOf(spec).length === 1;
  return [...variablesOf(spec, entry).values()].filter(
    ({ scope, field }) => scope === "BUILD_TIME" && (isAlone || field.startsWith(`${entry.field}.`)),
  );
}

/** `ARG one two=2` declares both. */
function argumentsOf(entry: DockerEntry): ReadonlySet<string> {
  const words = instructionsOf(entry, "ARG").flatMap((line) => line.split(/\s+/));
  return new Set(words.map((word) => word.replace(/=.*$/s, "")));
}
