import { componentsOf, type AppSpec, type EnvVariable } from "../../spec/index.ts";
import type { Finding, Rule } from "../rule.ts";

export const databaseAtBuild: Rule = {
  name: "database-at-build",
  severity: "warning",
  what: "A variable of the build refers to a database",
  why: "Databases are not bound while a component is built, so the variable is never set.",
  fix: "give it the scope RUN_TIME and use it when the component runs, or in a PRE_DEPLOY job",
  failing: {
    spec: {
      name: "app",
      services: [
        { name: "web", envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "BUILD_TIME" }] },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [
        { name: "web", envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }] },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  *check({ spec }) {
    const names = (spec.databases ?? []).map(({ name }) => name);
    yield* findIn(spec.envs, "", names);
    for (const { component, field } of componentsOf(spec)) yield* findIn(component.envs, `${field}.`, names);
  },
};

function* findIn(envs: AppSpec["envs"] = [], prefix: string, names: readonly string[]): Generator<Finding> {
  for (const [index, variable] of envs.entries()) {
    const name = names.find((one) => refersTo(variable, one));
    if (variable.scope !== "BUILD_TIME" || name === undefined) continue;
    yield {
      field: `${prefix}envs[${index}].value`,
      message: `${variable.key} needs the database ${name} at build time`,
    };
  }
}

function refersTo({ value = "" }: EnvVariable, name: string): boolean {
  return value.includes(`\${${name}.`);
}
