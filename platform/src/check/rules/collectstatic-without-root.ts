import type { Severity } from "../../base/problem.ts";
import { filesOf, placeOf } from "../code.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { isBuildTime, variablesOf } from "../variables.ts";
import { djangoOf, type DjangoProject } from "../django/project.ts";

const STATIC_FILES = "django.contrib.staticfiles";
/** Settings by which static files may go elsewhere than to a directory. */
const OTHER_STORAGE = /^(?:STORAGES|STATICFILES_STORAGE|AWS_\w+|GS_\w+|CLOUDINARY_\w+)$/;
const OTHER_STORAGE_PACKAGE = /^(?:storages|cloudinary\w*|whitenoise_s3|collectfast|bunny_storage)$/;
/** Packages that assign nothing to the settings that import them. */
const HARMLESS =
  /^(?:os|sys|pathlib|datetime|logging|re|json|socket|warnings|environ|environs|decouple|dotenv|dj_database_url|django)$/;

const files = { "requirements.txt": "django\ngunicorn\n", "manage.py": "import django\n" };
const apps = 'INSTALLED_APPS = ["django.contrib.staticfiles", "shop"]\n';
const spec = {
  name: "app",
  services: [{ name: "web", run_command: "gunicorn --worker-tmp-dir /dev/shm shop.wsgi", health_check: {} }],
} as const;

export const collectstaticWithoutRoot: Rule = {
  name: "collectstatic-without-root",
  severity: "error",
  what: "The build collects Django's static files, and the settings have no STATIC_ROOT",
  why: "Where manage.py is, the build runs collectstatic, which fails without STATIC_ROOT, and the build with it.",
  fix: 'set STATIC_ROOT = BASE_DIR / "staticfiles", or the variable DISABLE_COLLECTSTATIC to "1"',
  failing: { spec, files: { ...files, "shop/settings.py": apps } },
  passing: { spec, files: { ...files, "shop/settings.py": `${apps}STATIC_ROOT = "staticfiles"\n` } },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const project = djangoOf(app, entry);
      if (!project || !collects(app, entry) || mayHaveRoot(app, entry, project)) continue;
      const used = project.settings.find(
        ({ name, value }) => name.endsWith("APPS") && value === STATIC_FILES,
      );
      if (!used) continue;
      yield {
        field: `${entry.field}.source_dir`,
        message: "the build runs collectstatic, and no STATIC_ROOT says where to",
        severity: severityOf(entry, project),
        at: placeOf(used, entry),
      };
    }
  },
};

/** Unless the variable is set to anything but 0. */
function collects({ spec: app }: CheckedApp, entry: SourcedEntry): boolean {
  const variable = variablesOf(app, entry).get("DISABLE_COLLECTSTATIC");
  return !variable || !isBuildTime(variable) || variable.value === "0" || variable.value === "";
}

function mayHaveRoot(app: CheckedApp, entry: SourcedEntry, { imports }: DjangoProject): boolean {
  const all = ownMentions(app, entry, "setting");
  return (
    all.some(
      ({ name, value }) => `${name} ${value ?? ""}`.includes("STATIC_ROOT") || OTHER_STORAGE.test(name),
    ) ||
    imports.some(({ name }) => OTHER_STORAGE_PACKAGE.test(name)) ||
    all.some(({ value }) => OTHER_STORAGE_PACKAGE.test(value ?? "")) ||
    filesOf(app, entry).some((file) => file.endsWith("management/commands/collectstatic.py"))
  );
}

/** Sure only of one settings file that nothing else can add to. */
function severityOf(entry: SourcedEntry, project: DjangoProject): Severity {
  const own = project.imports.filter(({ file }) => project.used.includes(file));
  const isClosed = own.every(({ name, value }) => HARMLESS.test(name) && !/(?:^|\s)\*$/.test(value ?? ""));
  return project.isPlain && isClosed && !entry.facts.reachesOutside ? "error" : "warning";
}
