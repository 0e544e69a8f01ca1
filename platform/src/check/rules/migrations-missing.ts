import { filesOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { mayMigrate } from "../migrations/runs-unseen.ts";
import { requires } from "../python/managers.ts";
import { migrationTools, type MigrationTool } from "../migrations/tools.ts";
import type { Database } from "../../spec/index.ts";

/** What may bring a managed database up to date from elsewhere. */
const WORKFLOWS =
  /^(?:\.github\/workflows\/|\.gitlab-ci\.yml$|\.circleci\/|bitbucket-pipelines\.yml$|Jenkinsfile$|azure-pipelines)/;

const files = {
  "package.json": '{"scripts":{"start":"node web.js"},"dependencies":{"@prisma/client":"6","prisma":"6"}}',
  "package-lock.json": "",
  "prisma/migrations/1_first/migration.sql": 'CREATE TABLE "User" ("id" SERIAL);\n',
};
const envs = [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }] as const;
const spec = {
  name: "app",
  services: [{ name: "web", health_check: {}, envs }],
  databases: [{ name: "db", engine: "PG" }],
} as const;

export const migrationsMissing: Rule = {
  name: "migrations-missing",
  severity: "warning",
  what: "The source has migrations, and nothing runs them",
  why: "The database of the spec begins empty, and stays without the tables that the code asks for.",
  fix: "run them in a job of kind PRE_DEPLOY",
  failing: { spec, files },
  passing: {
    spec: {
      ...spec,
      jobs: [{ name: "migrate", kind: "PRE_DEPLOY", run_command: "npx prisma migrate deploy", envs }],
    },
    files,
  },
  *check(app) {
    const told = new Set<string>();
    for (const entry of sourcedEntries(app)) {
      const tool = toolOfFiles(app, entry);
      const database = databaseOf(app, entry);
      const place = `${entry.facts.source} ${entry.facts.directory}`;
      if (!tool || !database || told.has(place) || isUnsure(app, entry, database)) continue;
      told.add(place);
      yield {
        field: `${entry.field}.run_command`,
        message: `there are migrations of ${tool.name}, and no command runs them on ${database.name}`,
        hint: `add a job of kind PRE_DEPLOY with run_command: ${commandOf(tool, entry)}`,
      };
    }
  },
};

/** Flask brings a command of its own for Alembic. */
function commandOf({ name, command }: MigrationTool, { facts }: SourcedEntry): string {
  return name === "Alembic" && requires(facts, /flask-migrate/i) ? "flask db upgrade" : command;
}

/** The only tool that has migrations in the directory. */
function toolOfFiles(app: CheckedApp, entry: SourcedEntry): MigrationTool | undefined {
  if (entry.kind !== "service" && entry.kind !== "worker") return undefined;
  const all = filesOf(app, entry);
  const found = migrationTools.filter((tool) =>
    all.some((file) => tool.files.test(file) && (tool.name !== "Django" || isBesideManage(file, entry))),
  );
  return found.length === 1 ? found[0] : undefined;
}

function isBesideManage(file: string, { facts: { managePy } }: SourcedEntry): boolean {
  return managePy !== null && file.startsWith(managePy.slice(0, -"manage.py".length));
}

/** The database of the spec that the component uses. */
function databaseOf({ spec: app }: CheckedApp, entry: SourcedEntry): Database | undefined {
  const variables = [...variablesOf(app, entry).values()].filter(isRunTime);
  return (app.databases ?? []).find(
    ({ name, engine = "PG" }) =>
      ["PG", "UNSET", "MYSQL"].includes(engine) &&
      variables.some(({ value }) => value?.includes(`\${${name}.`)),
  );
}

function isUnsure(app: CheckedApp, entry: SourcedEntry, { production }: Database): boolean {
  const source = app.facts?.sources[entry.facts.source];
  if (!source || source.code.unread > 0 || entry.facts.reachesOutside) return true;
  const isElsewhere = production === true && source.files.some((file) => WORKFLOWS.test(file));
  return isElsewhere || mayMigrate(app, entry);
}
