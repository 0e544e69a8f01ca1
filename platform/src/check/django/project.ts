import type { Mention } from "../../source/facts.ts";
import { filesOf } from "../code.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import { commandOf, type CheckedApp, type SourcedEntry } from "../rule.ts";
import { isRunTime, variablesOf } from "../variables.ts";
import { isPythonProject, requires } from "../python/managers.ts";

/** A Django project that a component runs, as far as its code was read. Paths are relative to the source's root. */
export interface DjangoProject {
  /** Settings of its settings modules. */
  readonly settings: readonly Mention[];
  readonly imports: readonly Mention[];
  /** Files of settings that are surely read when it runs; none if that cannot be told. */
  readonly used: readonly string[];
  /** True if one settings.py holds all of its settings. */
  readonly isPlain: boolean;
}

const SETTINGS = /(?:^|\/)settings(?:\.py$|\/.*\.py$)/;
/** Files beside settings.py that may be part of the settings. */
const MORE_SETTINGS =
  /(?:^|\/)(?:\w*settings\w*|local\w*|prod\w*|dev\w*|stag\w*|deploy\w*|config\w*|env\w*|secrets?\w*|base|common|defaults?)\.py$/;
/** Packages by which settings come from elsewhere, or change on their way. */
const SETTINGS_MAKERS =
  /^(?:configurations|dynaconf|split_settings|django_heroku|django_on_heroku|confy|pydantic_settings|classy_settings|goodconf)$/;
const RUNS_DJANGO =
  /\b(?:gunicorn|uvicorn|daphne|hypercorn|granian|uwsgi|waitress\S*|celery|manage\.py|django\S*)\b/;

/** The Django project of a component; null if it has none, has several, or not all of its code was read. */
export function djangoOf(app: CheckedApp, entry: SourcedEntry): DjangoProject | null {
  const files = filesOf(app, entry);
  if (!mayBeDjango(entry) || files.filter((file) => /(?:^|\/)manage\.py$/.test(file)).length !== 1)
    return null;
  const source = app.facts?.sources[entry.facts.source];
  const imports = ownMentions(app, entry, "import");
  if (!source || source.code.unread > 0 || imports.some(({ name }) => SETTINGS_MAKERS.test(name)))
    return null;
  const prefix = prefixOf(entry);
  const modules = files.filter((file) => SETTINGS.test(file)).map((file) => `${prefix}${file}`);
  const settings = ownMentions(app, entry, "setting").filter(({ file }) => modules.includes(file));
  if (settings.length === 0) return null;
  const used = usedModules(app, entry, modules);
  const isPlain = isAlone(modules, files) && used.length === 1;
  return { settings, imports, used, isPlain };
}

function mayBeDjango(entry: SourcedEntry): boolean {
  if (entry.kind === "static_site" || entry.facts.managePy === null || !isPythonProject(entry.facts))
    return false;
  return requires(entry.facts, /\bdjango\b|^\s*(?:-r|--requirement)\b/im);
}

/** True if the command of a component is one of those that start a Django project. */
export function runsDjango(entry: SourcedEntry): boolean {
  return RUNS_DJANGO.test(commandOf(entry) ?? "");
}

function prefixOf({ facts }: SourcedEntry): string {
  return facts.directory === "" ? "" : `${facts.directory}/`;
}

function isAlone(modules: readonly string[], files: readonly string[]): boolean {
  const [only = ""] = modules;
  const beside = only.slice(0, -"settings.py".length);
  if (modules.length !== 1 || !only.endsWith("settings.py")) return false;
  return !files.some((file) => MORE_SETTINGS.test(file) && only !== file && file.startsWith(beside));
}

/** The module that the spec or the code names, and what a package of settings has in common. */
function usedModules(app: CheckedApp, entry: SourcedEntry, modules: readonly string[]): string[] {
  const names = moduleNames(app, entry);
  const [name, ...others] = names;
  if (name === undefined || others.length > 0)
    return names.length === 0 && modules.length === 1 ? [...modules] : [];
  const path = name.replaceAll(".", "/");
  const file = modules.find((one) => ends(one, `${path}.py`) || ends(one, `${path}/__init__.py`));
  if (file === undefined) return [];
  const directory = file.slice(0, file.lastIndexOf("/") + 1);
  const isShared = (one: string): boolean =>
    /\/settings\/$/.test(directory) &&
    /^(?:__init__|base|common|defaults?)\.py$/.test(one.slice(directory.length));
  return modules.filter((one) => one === file || (one.startsWith(directory) && isShared(one)));
}

function moduleNames(app: CheckedApp, entry: SourcedEntry): string[] {
  if (/--settings\b|DJANGO_SETTINGS_MODULE/.test(commandOf(entry) ?? "")) return ["", ""];
  const variable = variablesOf(app.spec, entry).get("DJANGO_SETTINGS_MODULE");
  if (variable && isRunTime(variable)) return [variable.value ?? ""];
  const named = ownMentions(app, entry, "env").filter(({ name }) => name === "DJANGO_SETTINGS_MODULE");
  return [...new Set(named.map(({ value }) => value ?? ""))];
}

function ends(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}
