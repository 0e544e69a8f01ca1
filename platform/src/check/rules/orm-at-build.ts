import type { AppSpec } from "../../spec/index.ts";
import { mentionsOf } from "../code.ts";
import type { CheckedApp, Rule } from "../rule.ts";
import { isBuildTime, variablesOf, type Variable } from "../variables.ts";
import { buildLines, placeOfLine, type BuildLines } from "../command/build-lines.ts";
import type { Process } from "../command/processes.ts";
import { baseName } from "../command/unwrap.ts";
import { strictVariable } from "../node/prisma-config.ts";

/** Programs and arguments that connect to the database. */
const CONNECTS =
  /^(?:prisma (?:migrate (?:deploy|dev|reset)|db (?:push|pull|seed|execute))|drizzle-kit (?:migrate|push|pull|introspect)|knex (?:migrate:(?:latest|up)|seed:run)|sequelize(?:-cli)? db:(?:migrate|seed)\S*|typeorm\S* (?:.* )?(?:migration:run|schema:sync)|mikro-orm migration:up|node-pg-migrate up|dbmate (?:up|migrate)|(?:python[\d.]* )?\S*manage\.py migrate|alembic (?:.* )?upgrade|flask db upgrade|(?:rails|rake) db:(?:migrate|schema:load|setup|prepare|seed))(?=\s|$)/;
const ADDRESS =
  /^(?:\w+_)?(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|DIRECT|JDBC_DATABASE)_?(?:URL|URI|DSN|HOST|HOSTNAME)$/;

export const ormAtBuild: Rule = {
  name: "orm-at-build",
  severity: "warning",
  what: "The build needs the database, which is only there at run time",
  why: "Databases are not bound while a component is built, so migrations and the like fail there.",
  fix: "run it in a job of kind PRE_DEPLOY",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          build_command: "npx prisma migrate deploy",
          envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
          health_check: {},
        },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "" },
  },
  passing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
          health_check: {},
        },
      ],
      jobs: [
        {
          name: "migrate",
          kind: "PRE_DEPLOY",
          run_command: "npx prisma migrate deploy",
          envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
        },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: { "package.json": '{"scripts":{"start":"node ."}}', "package-lock.json": "" },
  },
  *check(app) {
    for (const built of buildLines(app)) {
      const missing = missingAtBuild(app.spec, built);
      if (missing.length === 0 || mayHaveAnother(app, built)) continue;
      for (const line of built.lines) {
        const message = line.processes.map((one) => needOf(one, built, missing)).find((one) => one !== null);
        if (!message) continue;
        const at = placeOfLine(built, line);
        const hint = message.startsWith("prisma generate")
          ? { hint: "give env() of prisma.config a fallback" }
          : {};
        yield { field: `${built.entry.field}.build_command`, message, ...hint, ...(at && { at }) };
      }
    }
  },
};

/** A file of variables may name a database that the build does reach, and one of SQLite is a file itself. */
function mayHaveAnother(app: CheckedApp, { sourced }: BuildLines): boolean {
  if (sourced === null) return false;
  const settings = mentionsOf(app, sourced, "setting");
  return sourced.facts.entries.includes(".env") || settings.some(({ value }) => value === "sqlite");
}

/** Names of the variables with a database's address, if the build gets none of them. */
function missingAtBuild(spec: AppSpec, { entry }: BuildLines): string[] {
  const addresses = [...variablesOf(spec, entry).values()].filter(
    (variable) => ADDRESS.test(variable.key) || isBound(spec, variable),
  );
  const isMissing = addresses.every((variable) => !isBuildTime(variable) || isBound(spec, variable));
  return isMissing ? addresses.map(({ key }) => key) : [];
}

function isBound({ databases = [] }: AppSpec, { value = "" }: Variable): boolean {
  return databases.some(({ name }) => value.includes(`\${${name}.`));
}

function needOf(
  { program, args, variables }: Process,
  { sourced }: BuildLines,
  missing: readonly string[],
): string | null {
  if (Object.keys(variables).some((key) => ADDRESS.test(key))) return null;
  const words = [baseName(program), ...args].join(" ");
  const command = CONNECTS.exec(words)?.[0];
  if (command !== undefined) return `${command} needs the database, which the build does not have`;
  if (!/^prisma generate(?=\s|$)/.test(words) || sourced === null) return null;
  const variable = strictVariable(sourced.facts);
  if (variable === null || !missing.includes(variable)) return null;
  return `prisma generate needs ${variable}, which the build does not have`;
}
