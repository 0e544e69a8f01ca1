import type { Mention } from "../../source/facts.ts";
import { componentsOf } from "../../spec/index.ts";
import { filesOf, placeOf } from "../code.ts";
import { manifestOf } from "../manifest.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import {
  commandOf,
  sourcedEntries,
  type CheckedApp,
  type Finding,
  type Rule,
  type SourcedEntry,
} from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { djangoOf, runsDjango } from "../django/project.ts";

const ENGINE = "django.db.backends.sqlite3";
/** The address of a file, not of a database in memory. */
const ADDRESS = /^(?:file:(?!.*(?::memory:|mode=memory))|sqlite(?:\+\w+)?:\/\/\/(?!:memory:)).+/;
/** Variables by which a program may be told of another database, or of where its file is kept. */
const OTHER_DATABASE =
  /(?:^|_)(?:DB|DATABASE|PG\w*|POSTGRES\w*|MYSQL\w*|MARIADB|MONGO\w*|SQL\w*|DSN|SUPABASE|TURSO|LIBSQL|NEON)(?:_|$)/;
const KEPT_ELSEWHERE = /(?:^|_)(?:S3|SPACES|BUCKET|LITESTREAM\w*|BACKUP\w*)(?:_|$)/;
const OTHER_PACKAGE =
  /^(?:dj_database_url|environ|pg|postgres|mysql2?|mongodb|mongoose|psycopg\w*|asyncpg|pymongo|mongoengine|sqlalchemy|sqlmodel|peewee|tortoise|typeorm|sequelize|knex|drizzle-orm|firebase\w*|boto3|aws-sdk|minio)$|^@(?:libsql|prisma|supabase|aws-sdk)\//;
/** Files of databases that are part of a source are likely only read. */
const DATABASE_FILE = /\.(?:db|sqlite3?|duckdb|mdb)$/;
const NOT_RUN = /(?:^|\/)(?:scripts?|tools?|bin|utils?|migrations?|seeds?|dev|notebooks?|benchmarks?)\//;

export const sqliteInService: Rule = {
  name: "sqlite-in-service",
  severity: "warning",
  what: "A service or worker keeps its data in an SQLite file",
  why: "An instance's disk is empty again after each deployment and restart, and no other instance sees it.",
  fix: "use a database of the spec, e.g. PG, or keep nothing in the file that must last",
  failing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          health_check: {},
          envs: [{ key: "DATABASE_URL", value: "file:./shop.db", scope: "RUN_TIME" }],
        },
      ],
    },
    files: {},
  },
  passing: {
    spec: {
      name: "app",
      services: [
        {
          name: "web",
          health_check: {},
          envs: [{ key: "DATABASE_URL", value: "${db.DATABASE_URL}", scope: "RUN_TIME" }],
        },
      ],
      databases: [{ name: "db", engine: "PG" }],
    },
    files: {},
  },
  *check(app) {
    const named = new Set<string>();
    for (const finding of namedFiles(app)) {
      named.add(finding.field);
      yield finding;
    }
    for (const entry of sourcedEntries(app)) {
      if (entry.kind !== "service" && entry.kind !== "worker") continue;
      if ([...named].some((field) => field.startsWith(`${entry.field}.`) || field.startsWith("envs")))
        continue;
      yield* djangoFile(app, entry) ?? openedFile(app, entry) ?? [];
    }
  },
};

/** Variables that say where the file is. */
function* namedFiles({ spec }: CheckedApp): Generator<Finding> {
  const fields = new Set<string>();
  for (const entry of componentsOf(spec)) {
    if (entry.kind !== "service" && entry.kind !== "worker") continue;
    for (const variable of variablesOf(spec, entry).values()) {
      const { key, value = "", field } = variable;
      if (!/^(?:\w+_)?(?:DATABASE|DB)_UR[IL]$/.test(key) || !isRunTime(variable) || fields.has(field))
        continue;
      if (!ADDRESS.test(value) || value.includes("/tmp/")) continue;
      fields.add(field);
      yield {
        field: `${field}.value`,
        message: `${key} names an SQLite file, which each deployment empties`,
      };
    }
  }
}

/** Settings with no database but such a file, and nothing that may set another one. */
function djangoFile(app: CheckedApp, entry: SourcedEntry): Finding[] | null {
  const project = djangoOf(app, entry);
  if (!project) return null;
  const engines = ownMentions(app, entry, "setting").filter(({ name }) => name === "ENGINE");
  const found = engines.find(({ file }) => project.used.includes(file));
  const isOnly = engines.every(({ value }) => value === ENGINE);
  if (!found || !isOnly || !project.isPlain || !runsDjango(entry) || mayHaveOther(app, entry)) return [];
  const message = "Django's only database is an SQLite file, which each deployment empties";
  return [{ field: entry.field, message, at: placeOf(found, entry) }];
}

/** Code of the program that opens such a file; what it keeps there is not known. */
function openedFile(app: CheckedApp, entry: SourcedEntry): Finding[] {
  const found = sqlitePackages(app, entry)[0];
  if (!found || (app.spec.databases ?? []).length > 0 || mayHaveOther(app, entry)) return [];
  if (filesOf(app, entry).some((file) => DATABASE_FILE.test(file))) return [];
  const message = `the code uses ${found.name}: what it writes to a file is lost at each deployment`;
  return [{ field: entry.field, message, severity: "notice", at: placeOf(found, entry) }];
}

function sqlitePackages(app: CheckedApp, entry: SourcedEntry): Mention[] {
  const used = [...ownMentions(app, entry, "import"), ...ownMentions(app, entry, "require")];
  const installed = manifestOf(entry.facts)?.dependencies ?? new Set();
  return used.filter(({ name, file }) => {
    if (NOT_RUN.test(file)) return false;
    return file.endsWith(".py")
      ? name === "sqlite3"
      : /^(?:better-)?sqlite3$/.test(name) && installed.has(name);
  });
}

function mayHaveOther(app: CheckedApp, entry: SourcedEntry): boolean {
  const source = app.facts?.sources[entry.facts.source];
  const packages = [...ownMentions(app, entry, "import"), ...ownMentions(app, entry, "require")];
  const read = ownMentions(app, entry, "env").map(({ name }) => name);
  return (
    source === undefined ||
    source.code.unread > 0 ||
    /litestream|litefs|\.sh\b/.test(commandOf(entry) ?? "") ||
    packages.some(({ name }) => OTHER_PACKAGE.test(name)) ||
    [...read, ...variablesOf(app.spec, entry).keys()].some(
      (name) => (OTHER_DATABASE.test(name) && !/REDIS|CACHE/.test(name)) || KEPT_ELSEWHERE.test(name),
    )
  );
}
