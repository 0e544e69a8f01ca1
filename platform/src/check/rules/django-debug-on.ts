import { placeOf } from "../code.ts";
import { sourcedEntries, type Rule } from "../rule.ts";
import { djangoOf, runsDjango, type DjangoProject } from "../django/project.ts";
import type { Mention } from "../../source/facts.ts";

const files = { "requirements.txt": "django\ngunicorn\n", "manage.py": "import django\n" };
const spec = {
  name: "app",
  services: [{ name: "web", run_command: "gunicorn --worker-tmp-dir /dev/shm shop.wsgi", health_check: {} }],
} as const;

export const djangoDebugOn: Rule = {
  name: "django-debug-on",
  severity: "notice",
  what: "Django's settings switch DEBUG on for good",
  why: "With DEBUG every error page shows visitors the code, the settings and the request that led there.",
  fix: 'write DEBUG = os.environ.get("DEBUG") == "True", and set the variable where you develop',
  failing: { spec, files: { ...files, "shop/settings.py": "DEBUG = True\n" } },
  passing: {
    spec,
    files: { ...files, "shop/settings.py": 'import os\n\nDEBUG = os.environ.get("DEBUG") == "True"\n' },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind !== "service" || !runsDjango(entry)) continue;
      const project = djangoOf(app, entry);
      const mention = project && onlyDebug(project);
      if (!mention) continue;
      const message = "DEBUG is True in the settings, whatever the variables say";
      yield { field: `${entry.field}.envs`, message, at: placeOf(mention, entry) };
    }
  },
};

/** The one line that decides it; a branch, a second line or a star import may say otherwise. */
function onlyDebug({ settings, imports, isPlain }: DjangoProject): Mention | null {
  const [only, ...others] = settings.filter(({ name }) => name === "DEBUG");
  if (!only || others.length > 0 || !isPlain || only.value !== "True" || only.column !== 1) return null;
  const isStarred = imports.some(({ file, value }) => file === only.file && /(?:^|\s)\*$/.test(value ?? ""));
  return isStarred ? null : only;
}
