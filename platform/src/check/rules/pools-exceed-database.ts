import type { AppSpec, Database } from "../../spec/index.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { ownMentions } from "../mentions/own-mentions.ts";

/** Connections of the smallest database that programs can have: 25, of which 3 are reserved. */
const SMALLEST_CONNECTIONS = 22;

interface Term {
  readonly name: string;
  readonly instances: number;
  readonly pool: number;
}

export const poolsExceedDatabase: Rule = {
  name: "pools-exceed-database",
  severity: "warning",
  what: "The connection pools of all instances together are larger than the database allows",
  why: "The smallest database takes 25 connections, 3 of them reserved; whoever comes later is refused.",
  fix: "make the pools smaller, run fewer instances, or connect through a connection pool of a managed database",
  failing: {
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
    files: {
      "package.json": '{"scripts":{"start":"node db.js"},"dependencies":{"pg":"8"}}',
      "package-lock.json": "",
      "db.js": 'const { Pool } = require("pg");\nnew Pool({ max: 30 });\n',
    },
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
    files: {
      "package.json": '{"scripts":{"start":"node db.js"},"dependencies":{"pg":"8"}}',
      "package-lock.json": "",
      "db.js": 'const { Pool } = require("pg");\nnew Pool({ max: 10 });\n',
    },
  },
  *check(app) {
    for (const [index, database] of (app.spec.databases ?? []).entries()) {
      if (!isSmallest(database)) continue;
      const terms = sourcedEntries(app).flatMap((entry) => termOf(entry, database.name, app));
      const total = terms.reduce((sum, { instances, pool }) => sum + instances * pool, 0);
      if (total <= SMALLEST_CONNECTIONS) continue;
      const parts = terms.map(({ name, instances, pool }) => `${name} ${instances} × ${pool}`).join(", ");
      yield {
        field: `databases[${index}]`,
        message: `pools may open ${total} connections (${parts}), and the smallest database has ${SMALLEST_CONNECTIONS} to give`,
      };
    }
  },
};

/** A managed cluster may be of any size. */
function isSmallest({ engine = "PG", production, cluster_name }: Database): boolean {
  return (engine === "PG" || engine === "UNSET") && !production && cluster_name === undefined;
}

function termOf(entry: SourcedEntry, database: string, app: CheckedApp): Term[] {
  if (entry.kind !== "service" && entry.kind !== "worker") return [];
  const pool = poolOf(entry, app);
  if (pool === undefined || !connects(entry, database, app.spec)) return [];
  const { name, instance_count = 1, autoscaling } = entry.component;
  return [{ name, instances: autoscaling?.max_instance_count ?? instance_count, pool }];
}

/** Different numbers may be of different pools or of different surroundings, so they say nothing. */
function poolOf(entry: SourcedEntry, app: CheckedApp): number | undefined {
  const sizes = new Set(ownMentions(app, entry, "pool").map(({ value }) => value));
  const [only] = sizes;
  return sizes.size === 1 && only && isPostgres(entry, app) ? Number(only) : undefined;
}

function isPostgres(entry: SourcedEntry, app: CheckedApp): boolean {
  const names = [...ownMentions(app, entry, "import"), ...ownMentions(app, entry, "require")].map(
    ({ name }) => name,
  );
  const isGo = entry.facts.entries.includes("go.mod");
  return (
    isGo ||
    names.some((name) =>
      /^(?:pg|postgres|@neondatabase\/serverless|sqlalchemy|sqlmodel|psycopg\w*|asyncpg)$/.test(name),
    )
  );
}

/** Through `${db.pool.NAME}` a program shares connections with all others, so only `${db.NAME}` counts. */
function connects(entry: SourcedEntry, database: string, spec: AppSpec): boolean {
  const direct = new RegExp(`\\$\\{${database}\\.[A-Z_]+\\}`);
  return [...variablesOf(spec, entry).values()].some(
    (variable) => isRunTime(variable) && direct.test(variable.value ?? ""),
  );
}
