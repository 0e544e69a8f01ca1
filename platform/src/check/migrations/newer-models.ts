import type { Mention } from "../../source/facts.ts";
import { filesOf, mentionsOf } from "../code.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import type { CheckedApp, SourcedEntry } from "../rule.ts";
import { djangoOf } from "../django/project.ts";

/** Models of a schema without a migration, and what makes one. */
export interface NewerModels {
  readonly models: readonly [Mention, ...Mention[]];
  readonly command: string;
}

const SQL_PROVIDER = /^(?:postgresql|postgres|mysql|cockroachdb|sqlserver|sqlite)$/;

/** Prisma's models whose table no migration beside the schema creates. */
export function newerInPrisma(app: CheckedApp, entry: SourcedEntry): NewerModels | null {
  const schema = mentionsOf(app, entry, "setting").filter(({ file }) => file.endsWith(".prisma"));
  const [provider, ...others] = schema;
  const directory = provider && migrationsBeside(app, entry, provider.file);
  if (others.length > 0 || !SQL_PROVIDER.test(provider?.value ?? "") || directory === undefined) return null;
  const models = mentionsOf(app, entry, "model").filter(({ file }) => file.endsWith(".prisma"));
  const tables = mentionsOf(app, entry, "table").filter(({ file }) => file.startsWith(directory));
  return withoutTable(models, tables, "npx prisma migrate dev --name …");
}

/** The schema may be a directory of its own below that of the migrations. */
function migrationsBeside(app: CheckedApp, { facts }: SourcedEntry, schema: string): string | undefined {
  const files = app.facts?.sources[facts.source]?.files ?? [];
  const beside = schema.slice(0, schema.lastIndexOf("/") + 1);
  const above = beside.replace(/[^/]+\/$/, "");
  return [beside, above]
    .map((directory) => `${directory}migrations/`)
    .find((directory) => files.some((file) => file.startsWith(directory) && file.endsWith("/migration.sql")));
}

/** Drizzle's tables that the only directory of migrations does not create. */
export function newerInDrizzle(app: CheckedApp, entry: SourcedEntry): NewerModels | null {
  const journals = filesOf(app, entry).filter((file) => file.endsWith("/meta/_journal.json"));
  const [journal = "", ...others] = journals;
  if (journal === "" || others.length > 0) return null;
  const prefix = entry.facts.directory === "" ? "" : `${entry.facts.directory}/`;
  const directory = `${prefix}${journal.slice(0, -"meta/_journal.json".length)}`;
  const models = ownMentions(app, entry, "model").filter(({ file }) => /\.[cm]?[jt]s$/.test(file));
  const tables = mentionsOf(app, entry, "table").filter(({ file }) => file.startsWith(directory));
  return withoutTable(models, tables, "npx drizzle-kit generate");
}

/** If most have no table, the migrations are elsewhere, too long to be read, or name them in another way. */
function withoutTable(
  models: readonly Mention[],
  tables: readonly Mention[],
  command: string,
): NewerModels | null {
  const created = new Set(tables.map(({ name }) => name.toLowerCase()));
  const [first, ...others] = models.filter(({ name }) => !created.has(name.toLowerCase()));
  const isMost = (others.length + 1) * 2 >= models.length;
  return first === undefined || isMost ? null : { models: [first, ...others], command };
}

/** Django's apps with models and without any migration. */
export function newerInDjango(app: CheckedApp, entry: SourcedEntry): NewerModels | null {
  const project = djangoOf(app, entry);
  const settings = ownMentions(app, entry, "setting");
  if (!project || settings.some(({ name }) => name === "MIGRATION_MODULES")) return null;
  const all = app.facts?.sources[entry.facts.source]?.files ?? [];
  // Where no app has any, they are made elsewhere, or not kept at all.
  if (!all.some(isMigration)) return null;
  const installed = settings.filter(({ name }) => name.endsWith("APPS")).map(({ value }) => value ?? "");
  const [first, ...others] = ownMentions(app, entry, "model").filter(({ file }) => {
    const directory = file.slice(0, -"models.py".length);
    if (!file.endsWith("/models.py") || !isInstalled(directory, installed)) return false;
    return !all.some((one) => one.startsWith(directory) && isMigration(one));
  });
  return first === undefined
    ? null
    : { models: [first, ...others], command: "python manage.py makemigrations" };
}

function isMigration(file: string): boolean {
  return /(?:^|\/)migrations\/0\d{3}_\w+\.py$/.test(file);
}

/** As `shop`, `apps.shop` or `shop.apps.ShopConfig`. */
function isInstalled(directory: string, installed: readonly string[]): boolean {
  const name = directory.split("/").at(-2) ?? "";
  return installed.some((one) => one === name || one.endsWith(`.${name}`) || one.includes(`${name}.apps.`));
}
