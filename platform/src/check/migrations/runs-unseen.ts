import { componentsOf, imageProgram, type ComponentEntry } from "../../spec/index.ts";
import { buildLines } from "../command/build-lines.ts";
import type { Process } from "../command/processes.ts";
import { runLines } from "../command/run-lines.ts";
import { baseName } from "../command/unwrap.ts";
import { mentionsOf } from "../code.ts";
import { sourcedEntries, type CheckedApp, type SourcedEntry } from "../rule.ts";
import { allVariables } from "../variables.ts";

/** What in a command, a script or a Procfile may run migrations. */
const MIGRATES =
  /migrat|alembic|db[:. ](?:push|prepare|setup|sync|deploy|up)|syncdb|\bupgrade\b|schema[:.]|flyway|liquibase/i;
/** Programs that run what stands in a file, or in another directory, that was not read. */
const OPAQUE =
  /^(?:make|just|task|invoke|fab|honcho|foreman|supervisord|pm2(?:-runtime)?|turbo|nx|lerna|rush|wireit|s6-\S+|docker\S*|rake|(?:ba|da|z)?sh|source|\.)$|\.(?:sh|bash)$/;
const STARTER = /\.(?:sh|bash)$|(?:start|entry|boot|deploy|init|launch)\w*\.py$/;
/** Packages by which code starts other programs, or runs migrations itself. */
const STARTS =
  /^(?:(?:node:)?child_process|execa|zx|cross-spawn|shelljs|subprocess|umzug|postgres-migrations|node-pg-migrate|db-migrate|ley|kysely|knex|typeorm|sequelize|@mikro-orm\/\S+|yoyo|sh|plumbum)$/;

/**
 * True if migrations may run: a command, a variable or code says so, or what a component runs is not known.
 * @param entry whose migrations they are
 */
export function mayMigrate(app: CheckedApp, entry: SourcedEntry): boolean {
  return (
    commandsOf(app).some((text) => MIGRATES.test(text)) ||
    allVariables(app.spec, componentsOf(app.spec)).some(({ key }) => /MIGRAT|DB_SYNC|SYNC_DB/i.test(key)) ||
    componentsOf(app.spec).some(isClosed) ||
    processesOf(app).some(isOpaque) ||
    sourcedEntries(app).some((one) => one.facts.source === entry.facts.source && codeMigrates(app, one))
  );
}

/** All that the spec and the Procfiles say, and the scripts of package.json that are reached from there. */
function commandsOf(app: CheckedApp): string[] {
  const said = componentsOf(app.spec).flatMap((entry) => {
    if (entry.kind === "function") return [];
    const run = entry.kind === "static_site" ? undefined : entry.component.run_command;
    return [run ?? "", entry.component.build_command ?? ""];
  });
  const files = sourcedEntries(app).map(({ facts }) => facts.texts["Procfile"] ?? "");
  return [...said, ...files, ...processesOf(app).map(({ program, args }) => [program, ...args].join(" "))];
}

function processesOf(app: CheckedApp): Process[] {
  return [
    ...runLines(app).flatMap(({ processes }) => processes),
    ...buildLines(app).flatMap(({ lines }) => lines.flatMap(({ processes }) => processes)),
  ];
}

/** Its image or Dockerfile may do anything. */
function isClosed({ kind, component }: ComponentEntry): boolean {
  if (kind === "function" || component.dockerfile_path !== undefined) return kind !== "function";
  return kind !== "static_site" && component.image !== undefined && imageProgram(component.image) === null;
}

/** A manager's call that is still one leads to a script elsewhere; a script that starts others may do so in any way. */
function isOpaque({ program, args }: Process): boolean {
  const name = baseName(program);
  if (/^(?:npm|yarn|pnpm|bun)$/.test(name)) return !/^(?:install|i|ci|prune|add)$/.test(args[0] ?? "install");
  const isOwn = program.includes("/") && !/node_modules|\.\w+$/.test(program);
  return isOwn || OPAQUE.test(name) || args.some((one) => STARTER.test(one));
}

function codeMigrates(app: CheckedApp, entry: SourcedEntry): boolean {
  const used = [...mentionsOf(app, entry, "import"), ...mentionsOf(app, entry, "require")];
  return (
    mentionsOf(app, entry, "env").some(({ name }) => /MIGRAT|DB_SYNC|SYNC_DB/i.test(name)) ||
    used.some(({ name, value, file }) => STARTS.test(name) || isRunner(name, value ?? "", file))
  );
}

/** An import that is there to migrate; a migration itself, its surroundings and manage.py have some as well. */
function isRunner(name: string, value: string, file: string): boolean {
  if (name === "drizzle-orm") return /(?:^|\/)migrator$/.test(value);
  if (name === "flask_migrate") return /\b(?:upgrade|stamp|\*)/.test(value);
  if (name === "alembic") return !/(?:^|\/)(?:env\.py|versions\/[^/]+)$/.test(file);
  const isManage = /(?:^|\/)manage\.py$/.test(file);
  return (
    name === "django" && /^core\.management(?: |$)|^core\.management .*call_command/.test(value) && !isManage
  );
}
