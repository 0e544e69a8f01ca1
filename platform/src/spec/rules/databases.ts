import type { Database } from "../app-spec.ts";
import { notice, warning } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const devVersions = ["13", "14", "15", "16"];
const enginesWithNames: readonly Database["engine"][] = [undefined, "UNSET", "PG", "MYSQL"];

export const databases: Rule = {
  name: "databases",
  *check(spec) {
    for (const [i, database] of (spec.databases ?? []).entries())
      yield* checkDatabase(database, `databases[${i}]`);
  },
};

function* checkDatabase(database: Database, field: string): Iterable<Finding> {
  const { engine = "UNSET", production = false, cluster_name, version, db_name, db_user } = database;
  if (engine === "UNSET") yield notice(`${field}.engine`, "is missing, PG is taken");
  if (production && cluster_name === undefined) {
    yield warning(`${field}.cluster_name`, "is missing, and App Platform wants it for a production database");
  }
  const isPostgres = engine === "PG" || engine === "UNSET";
  const isDevelopment = !production && cluster_name === undefined;
  if (isDevelopment && !isPostgres) {
    yield warning(`${field}.engine`, `is ${engine}, and App Platform has development databases for PG only`);
  } else if (isDevelopment && version !== undefined && !devVersions.includes(version)) {
    yield notice(
      `${field}.version`,
      `is ${version}, and App Platform lists ${devVersions.join(", ")} for development databases`,
    );
  }
  if (!enginesWithNames.includes(engine)) {
    if (db_name !== undefined) yield warning(`${field}.db_name`, `has no meaning for ${engine}`, "remove it");
    if (db_user !== undefined) yield warning(`${field}.db_user`, `has no meaning for ${engine}`, "remove it");
  }
}
