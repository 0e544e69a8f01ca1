import { componentsOf, type AppSpec, type EnvVariable } from "../../spec/index.ts";
import type { CheckedApp, Rule } from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { hasDotenv } from "../mentions/given-elsewhere.ts";

const MIGRATES =
  /\bmigrat(?:e|es|ion|ions)\b|\bdb[: -](?:push|deploy|sync)\b|\balembic\b.*\bupgrade\b|\b(?:knex|typeorm|sequelize|drizzle-kit|flyway|liquibase|goose)\b/i;
/** Names of variables that may say where a database is. */
const SAYS_WHERE =
  /(?:^|_)(?:DB|PG\w*|POSTGRES\w*|MYSQL|MARIADB|MONGO\w*|SQL\w*|DSN|JDBC|PRISMA|SUPABASE|TURSO)(?:_|$)|DATABASE|DIRECT_URL|CONNECTION/i;
/** What fetches variables before it starts the command. */
const FETCHES = /\b(?:doppler|infisical|vault|chamber|dotenvx?|teller|op run)\b/i;
const NO_SCHEMA: readonly string[] = ["REDIS", "VALKEY", "KAFKA", "OPENSEARCH"];

export const jobWithoutDatabase: Rule = {
  name: "job-without-database",
  severity: "warning",
  what: "A PRE_DEPLOY job migrates, but nothing tells it where the database is",
  why: "A job gets its own variables and the app's, not those of the service that it migrates for.",
  fix: "give the job the variable that the service has, e.g. DATABASE_URL, or move it to the app's envs",
  failing: {
    spec: {
      name: "app",
      jobs: [{ name: "migrate", kind: "PRE_DEPLOY", run_command: "alembic upgrade head" }],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      jobs: [
        {
          name: "migrate",
          kind: "PRE_DEPLOY",
          run_command: "alembic upgrade head",
          envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
        },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  *check(app) {
    const names = databasesOf(app.spec);
    for (const entry of componentsOf(app.spec)) {
      if (entry.kind !== "job" || entry.component.kind !== "PRE_DEPLOY" || names.length === 0) continue;
      const { run_command = "", name } = entry.component;
      if (!MIGRATES.test(run_command) || bringsItsOwn(run_command, name, app)) continue;
      const variables = [...variablesOf(app.spec, entry).values()];
      if (variables.some((variable) => isRunTime(variable) && saysWhere(variable, names))) continue;
      yield {
        field: `${entry.field}.envs`,
        message: `${name} migrates, and none of its variables refers to ${names.join(" or ")}`,
      };
    }
  },
};

function databasesOf({ databases = [] }: AppSpec): string[] {
  return databases.filter(({ engine = "PG" }) => !NO_SCHEMA.includes(engine)).map(({ name }) => name);
}

function saysWhere({ key, value = "" }: EnvVariable, names: readonly string[]): boolean {
  return (
    SAYS_WHERE.test(key) ||
    /^(?!https?:)[a-z+]+:\/\//.test(value) ||
    names.some((name) => value.includes(`\${${name}.`))
  );
}

function bringsItsOwn(command: string, name: string, { facts }: CheckedApp): boolean {
  if (FETCHES.test(command) || /(?:^|\s)\w+=/.test(command) || SAYS_WHERE.test(command.replace(MIGRATES, "")))
    return true;
  const source = facts?.components[name]?.source;
  return source !== undefined && hasDotenv(facts?.sources[source]?.files ?? []);
}
