import type { IngressRule } from "../../spec/index.ts";
import { filesOf, placeOf } from "../code.ts";
import { ownMentions } from "../mentions/own-mentions.ts";
import { commandOf, sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import type { Mention } from "../../source/facts.ts";
import { djangoOf, runsDjango, type DjangoProject } from "../django/project.ts";
import { requires } from "../python/managers.ts";

/** Packages that serve static files themselves, or keep them elsewhere. */
const SERVES =
  /whitenoise|servestatic|dj[_-]static|blacknoise|storages|cloudinary|bunny|static3|ninja_static/i;
const STORAGE = /^(?:STORAGES|STATICFILES_STORAGE|AWS_\w+|GS_\w+)$/;
/** Servers that may serve files as well. */
const OTHER_SERVER = /\b(?:nginx|caddy|uwsgi|supervisord|honcho|runserver|runserver_plus)\b|\.sh\b/;

const files = { "requirements.txt": "django\ngunicorn\n", "manage.py": "import django\n" };
const settings = `DEBUG = False
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.staticfiles"]
STATIC_URL = "/static/"
STATIC_ROOT = "staticfiles"
`;
const web = {
  name: "web",
  run_command: "gunicorn --worker-tmp-dir /dev/shm shop.wsgi",
  health_check: {},
} as const;

export const staticRouteUnserved: Rule = {
  name: "static-route-unserved",
  severity: "warning",
  what: "Nothing answers requests for Django's static files",
  why: "Without DEBUG Django serves no static files, so pages come without their styles and scripts.",
  fix: "add WhiteNoise to MIDDLEWARE, or a static site with output_dir: staticfiles and a route to that path",
  failing: { spec: { name: "app", services: [web] }, files: { ...files, "shop/settings.py": settings } },
  passing: {
    spec: { name: "app", services: [web] },
    files: {
      ...files,
      "shop/settings.py": `${settings}MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n`,
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const project = djangoOf(app, entry);
      const mention = project && staticUrl(project);
      const path = /^["']\/?([\w-][\w/-]*?)\/?["']$/.exec(mention?.value ?? "")?.[1];
      if (!mention || path === undefined || !isShown(project) || !runsDjango(entry)) continue;
      if (mayServe(app, entry) || ownerOf(`/${path}`, app) !== entry.component.name) continue;
      yield {
        field: entry.field,
        message: `nothing serves Django's static files below /${path}`,
        at: placeOf(mention, entry),
      };
    }
  },
};

/** The only one; with DEBUG on for good nobody means it to be more than a trial. */
function staticUrl({ settings: all, isPlain }: DjangoProject): Mention | null {
  const [only, ...others] = all.filter(({ name }) => name === "STATIC_URL");
  const isOn = all.some(({ name, value }) => name === "DEBUG" && value === "True");
  return only && others.length === 0 && isPlain && !isOn ? only : null;
}

/** An API alone has no pages; the admin has. */
function isShown({ settings: all }: DjangoProject): boolean {
  const apps = all.filter(({ name }) => name.endsWith("APPS")).map(({ value }) => value ?? "");
  return apps.includes("django.contrib.staticfiles") && apps.includes("django.contrib.admin");
}

function mayServe(app: CheckedApp, entry: SourcedEntry): boolean {
  const all = ownMentions(app, entry, "setting");
  const imports = ownMentions(app, entry, "import");
  return (
    requires(entry.facts, SERVES) ||
    OTHER_SERVER.test(commandOf(entry) ?? "") ||
    all.some(({ name, value }) => STORAGE.test(name) || SERVES.test(value ?? "")) ||
    imports.some(
      ({ name, value }) => SERVES.test(name) || /^views\.static|^contrib\.staticfiles/.test(value ?? ""),
    ) ||
    filesOf(app, entry).some((file) => /(?:^|\/)(?:nginx|Caddyfile|uwsgi)[^/]*$/.test(file))
  );
}

/** Which component answers a path; undefined if it is none, or a redirect. */
function ownerOf(path: string, { spec }: CheckedApp): string | undefined {
  const rules = (spec.ingress?.rules ?? []).filter((rule) => covers(rule, path));
  const longest = Math.max(...rules.map((rule) => prefixOf(rule).length));
  const owners = new Set(
    rules.filter((rule) => prefixOf(rule).length === longest).map(({ component }) => component?.name),
  );
  return owners.size === 1 ? [...owners][0] : undefined;
}

function covers(rule: IngressRule, path: string): boolean {
  const prefix = prefixOf(rule);
  return `${path}/`.startsWith(`${prefix}/`) || prefix.startsWith(`${path.replace(/\/$/, "")}/`);
}

function prefixOf({ match }: IngressRule): string {
  return (match?.path?.prefix ?? match?.path?.exact ?? "").replace(/\/+$/, "");
}
