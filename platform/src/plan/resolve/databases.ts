import type { Problem } from "../../base/problem.ts";
import { didYouMean, type AppSpec, type Database } from "../../spec/index.ts";
import type { HostFacts } from "../host.ts";
import type { DatabasePlan, Engine } from "../plan.ts";
import { finding, type Resolved } from "./finding.ts";

/** Version an engine gets when the spec names none. */
const DEFAULT_VERSIONS: Readonly<Record<Engine, string>> = {
  PG: "16",
  MYSQL: "8",
  REDIS: "7",
  VALKEY: "8",
  MONGODB: "8",
  KAFKA: "3.8",
  OPENSEARCH: "2",
};

const RUN_HERE: ReadonlySet<Engine> = new Set(["PG", "REDIS", "VALKEY"]);

/** Databases of the spec: those we run ourselves, and those that `.do/ashore.yaml` attaches by a URL. */
export function resolveDatabases(
  spec: AppSpec,
  attached: HostFacts["attached"],
): Resolved<readonly DatabasePlan[]> {
  const resolved = (spec.databases ?? []).map((database, index) =>
    resolveDatabase(database, `databases[${index}]`, attached),
  );
  return {
    value: resolved.map(({ value }) => value),
    problems: [...resolved.flatMap(({ problems }) => problems), ...strayAttachments(spec, attached)],
  };
}

function resolveDatabase(
  database: Database,
  field: string,
  attached: HostFacts["attached"],
): Resolved<DatabasePlan> {
  const { name, db_name, db_user } = database;
  const engine = engineOf(database);
  const attachedUrl = Object.hasOwn(attached, name) ? (attached[name] ?? null) : null;
  const plan: DatabasePlan = {
    name,
    engine,
    version: versionOf(engine, database.version),
    database: db_name ?? name,
    user: db_user ?? name,
    attachedUrl,
  };
  return { value: plan, problems: attachedUrl === null ? problemsOf(database, engine, field) : [] };
}

function engineOf({ engine }: Database): Engine {
  return engine === undefined || engine === "UNSET" ? "PG" : engine;
}

/** PostgreSQL's major alone decides what runs; other engines keep what the spec says. */
function versionOf(engine: Engine, version: string | undefined): string {
  if (version === undefined) return DEFAULT_VERSIONS[engine];
  return engine === "PG" ? (/^\d+/.exec(version)?.[0] ?? DEFAULT_VERSIONS.PG) : version;
}

function problemsOf(database: Database, engine: Engine, field: string): Problem[] {
  const attach = `give its URL in .do/ashore.yaml under attach: ${database.name}`;
  if (!RUN_HERE.has(engine)) {
    return [
      finding("error", "engine-not-run", `${field}.engine`, {
        message: `this version runs no ${engine} database`,
        hint: attach,
      }),
    ];
  }
  if (!database.production && database.cluster_name === undefined) return [];
  return [
    finding("notice", "managed-database-replaced", field, {
      message: `the managed cluster ${database.cluster_name ?? "of this database"} is replaced by a development database`,
      hint: `to use the real one, ${attach}`,
    }),
  ];
}

function strayAttachments(spec: AppSpec, attached: HostFacts["attached"]): Problem[] {
  const names = (spec.databases ?? []).map(({ name }) => name);
  return Object.keys(attached)
    .filter((name) => !names.includes(name))
    .map((name) =>
      finding("warning", "attach-unknown", "databases", {
        message: `.do/ashore.yaml attaches ${name}, which is no database of the spec`,
        hint: didYouMean(name, names),
      }),
    );
}
