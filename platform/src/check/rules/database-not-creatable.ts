import { placeOfProcess, runLines } from "../command/run-lines.ts";
import { baseName } from "../command/unwrap.ts";
import type { Process } from "../command/processes.ts";
import type { CheckedApp, Rule } from "../rule.ts";
import { variablesOf } from "../variables.ts";

const CREATES =
  /^(?:createdb|prisma migrate (?:dev|reset)|(?:rails|rake) db:(?:create|setup|prepare|reset)|sequelize(?:-cli)? db:create)(?= |$)/;

const example = (command: string): Rule["failing"] => ({
  spec: {
    name: "app",
    databases: [{ name: "db", engine: "PG" }],
    jobs: [
      {
        name: "migrate",
        kind: "PRE_DEPLOY",
        run_command: command,
        envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
      },
    ],
  },
  files: {},
});

export const databaseNotCreatable: Rule = {
  name: "database-not-creatable",
  severity: "warning",
  what: "A command creates a database, beside a development database",
  why: "The user of a development database may not create another one, which these commands try.",
  fix: "use the database that is there, e.g. with prisma migrate deploy or rails db:migrate",
  failing: example("npx prisma migrate dev"),
  passing: example("npx prisma migrate deploy"),
  *check(app) {
    const names = developmentDatabases(app);
    for (const line of runLines(app)) {
      const variables = [...variablesOf(app.spec, line.entry).values()];
      const isBound = variables.some(({ value = "" }) => names.some((name) => value.includes(`\${${name}.`)));
      const process = isBound ? line.processes.find((one) => CREATES.test(textOf(one))) : undefined;
      if (!process) continue;
      const at = placeOfProcess(line, process);
      const message = `${line.entry.component.name} runs ${CREATES.exec(textOf(process))?.[0] ?? ""}`;
      yield { field: `${line.entry.field}.run_command`, message, ...(at && { at }) };
    }
  },
};

function developmentDatabases({ spec }: CheckedApp): string[] {
  return (spec.databases ?? [])
    .filter(({ engine = "PG", production, cluster_name }) => engine === "PG" && !production && !cluster_name)
    .map(({ name }) => name);
}

function textOf({ program, args }: Process): string {
  return [baseName(program), ...args].join(" ");
}
