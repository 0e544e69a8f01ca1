import type { Database } from "../app-spec.ts";
import { notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const devVersions = ["13", "14", "15", "16"];
const enginesWithNames: readonly string[] = ["UNSET", "PG", "MYSQL"];

export const databases: Rule = {
  name: "databases",
  severity: "warning",
  what: "A database has an engine, a version or names that App Platform does not offer for it, or lacks its cluster",
  why: "On App Platform a development database is PostgreSQL 13 to 16, any other one is a cluster found by its name, and only PG and MYSQL have db_name and db_user.",
  fix: "name the cluster of all but development databases of PG, and use db_name and db_user for PG and MYSQL only",
  failing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    databases: [{ name: "db", engine: "PG", production: true }],
  },
  passing: {
    name: "app",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
    databases: [{ name: "db", engine: "PG", production: true, cluster_name: "main" }],
  },
  *check(spec) {
    for (const [i, database] of (spec.databases ?? []).entries())
      yield* checkDatabase(database, `databases[${i}]`);
  },
};

function* checkDatabase(database: Database, field: string): Iterable<Finding> {
  const { engine = "UNSET", production, cluster_name } = database;
  if (engine === "UNSET") yield notice(`${field}.engine`, "is missing, PG is taken");
  if (production && cluster_name === undefined) {
    yield warning(`${field}.cluster_name`, "is missing, and App Platform wants it for a production database");
  }
  if (!production && cluster_name === undefined) yield* checkDevelopment(database, field);
  if (enginesWithNames.includes(engine)) return;
  for (const name of ["db_name", "db_user"] as const) {
    if (name in database) yield warning(`${field}.${name}`, `has no meaning for ${engine}`, "remove it");
  }
}

function* checkDevelopment({ engine = "UNSET", version }: Database, field: string): Iterable<Finding> {
  if (engine !== "PG" && engine !== "UNSET") {
    yield warning(`${field}.engine`, `is ${engine}, and App Platform has development databases for PG only`);
  } else if (version !== undefined && !devVersions.includes(version)) {
    yield notice(
      `${field}.version`,
      `is ${version}, and App Platform lists ${devVersions.join(", ")} for development databases`,
    );
  }
}
