import { buildLines } from "../command/build-lines.ts";
import { runLines } from "../command/run-lines.ts";
import { placeOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Finding, type Rule, type SourcedEntry } from "../rule.ts";
import {
  newerInDjango,
  newerInDrizzle,
  newerInPrisma,
  type NewerModels,
} from "../migrations/newer-models.ts";
import { toolOf } from "../migrations/tools.ts";

/** Commands by which tables come without migrations. */
const WITHOUT_MIGRATIONS = /\bdb push\b|drizzle-kit push|makemigrations|run-syncdb/;

const schema = `datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

model User {
  id Int @id
}

model Post {
  id Int @id
}

model Comment {
  id Int @id
}
`;
const files = { "prisma/schema.prisma": schema };
const sql = 'CREATE TABLE "User" ("id" INTEGER);\nCREATE TABLE "Post" ("id" INTEGER);\n';
const migration = "prisma/migrations/1_first/migration.sql";
const spec = {
  name: "app",
  services: [{ name: "web", health_check: {}, envs: [{ key: "DATABASE_URL", value: "postgresql://db" }] }],
} as const;

export const schemaNewer: Rule = {
  name: "schema-newer",
  severity: "warning",
  what: "A model has no table in the migrations",
  why: "The code asks for a table that is in no database which the migrations made.",
  fix: "make a migration of the change, and commit it",
  failing: { spec, files: { ...files, [migration]: sql } },
  passing: {
    spec,
    files: { ...files, [migration]: `${sql}CREATE TABLE "Comment" ("id" INTEGER);\n` },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind === "static_site" || isReadInPart(app, entry) || pushes(app, entry)) continue;
      const found = newerInPrisma(app, entry) ?? newerInDrizzle(app, entry) ?? newerInDjango(app, entry);
      if (found) yield findingOf(found, entry);
    }
  },
};

function findingOf({ models: [first, ...others], command }: NewerModels, entry: SourcedEntry): Finding {
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return {
    field: `${entry.field}.source_dir`,
    message: `no migration creates a table for ${first.value ?? first.name}${more}`,
    hint: `run ${command} and commit what it makes`,
    at: placeOf(first, entry),
  };
}

function isReadInPart({ facts }: CheckedApp, entry: SourcedEntry): boolean {
  return (facts?.sources[entry.facts.source]?.code.unread ?? 1) > 0;
}

/** A script that does so counts where no command runs migrations: it may be what is run by hand. */
function pushes(app: CheckedApp, { facts }: SourcedEntry): boolean {
  const processes = [
    ...runLines(app).flatMap((line) => line.processes),
    ...buildLines(app).flatMap(({ lines }) => lines.flatMap((line) => line.processes)),
  ];
  const said = processes.map(({ program, args }) => [program, ...args].join(" "));
  const scripts = processes.some(toolOf) ? [] : Object.values(manifestOf(facts)?.scripts ?? {});
  return [...said, ...scripts, facts.texts["Procfile"] ?? "", facts.texts["Makefile"] ?? ""].some((text) =>
    WITHOUT_MIGRATIONS.test(text),
  );
}
