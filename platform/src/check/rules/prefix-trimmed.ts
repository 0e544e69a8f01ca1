import { componentsOf, type IngressRule } from "../../spec/index.ts";
import { manifestOf } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { ownMentions } from "../mentions/own-mentions.ts";

const NODE_FRAMEWORKS = ["express", "fastify", "koa", "hono", "polka", "restify"];
/** These answer paths that no line of code names. */
const FILE_ROUTES = [
  "next",
  "nuxt",
  "@sveltejs/kit",
  "astro",
  "gatsby",
  "@remix-run/node",
  "@react-router/node",
];
const PYTHON_FRAMEWORKS = ["flask", "fastapi", "starlette", "sanic", "bottle", "litestar"];

export const prefixTrimmed: Rule = {
  name: "prefix-trimmed",
  severity: "warning",
  what: "An ingress rule cuts a prefix off that all routes of the service have",
  why: "A rule passes on only what follows the matched prefix, so none of the service's routes is ever asked for.",
  fix: "set preserve_path_prefix: true",
  failing: {
    spec: {
      name: "app",
      services: [{ name: "api", health_check: {} }],
      ingress: { rules: [{ match: { path: { prefix: "/api" } }, component: { name: "api" } }] },
    },
    files: {
      "package.json": '{"scripts":{"start":"node api.js"},"dependencies":{"express":"5"}}',
      "package-lock.json": "",
      "api.js": 'app.get("/api/users", list);\napp.listen(8080, "0.0.0.0");\n',
    },
  },
  passing: {
    spec: {
      name: "app",
      services: [{ name: "api", health_check: {} }],
      ingress: { rules: [{ match: { path: { prefix: "/api" } }, component: { name: "api" } }] },
    },
    files: {
      "package.json": '{"scripts":{"start":"node api.js"},"dependencies":{"express":"5"}}',
      "package-lock.json": "",
      "api.js": 'app.get("/users", list);\napp.listen(8080, "0.0.0.0");\n',
    },
  },
  *check(app) {
    const entries = sourcedEntries(app).filter(({ kind }) => kind === "service");
    for (const [index, rule] of (app.spec.ingress?.rules ?? []).entries()) {
      const prefix = trimmedPrefix(rule);
      const entry = entries.find(({ component }) => component.name === rule.component?.name);
      const [first] = prefix !== null && entry ? routesBelow(prefix, entry, app) : [];
      if (first === undefined || !entry) continue;
      yield {
        field: fieldOf(index, prefix ?? "", entry, app),
        message: `${prefix} is cut off before ${entry.component.name} gets the request, but its routes start with it, e.g. ${first}`,
      };
    }
  },
};

/** What a rule cuts off, without the slash at its end; null if it cuts nothing off. */
function trimmedPrefix({ match, component }: IngressRule): string | null {
  if (!component || component.preserve_path_prefix || component.rewrite !== undefined) return null;
  const prefix = (match?.path?.prefix ?? "").replace(/\/+$/, "");
  return prefix === "" ? null : prefix;
}

/** Every route of the code if all of them are below the prefix, else none. */
function routesBelow(prefix: string, entry: SourcedEntry, app: CheckedApp): string[] {
  if (!tellsAllRoutes(entry, app)) return [];
  const routes = ownMentions(app, entry, "route").map(({ name }) => name);
  return routes.every((route) => route === prefix || route.startsWith(`${prefix}/`)) ? routes : [];
}

/** True if the code is of a framework whose routes stand in it, and all of the code was read. */
function tellsAllRoutes(entry: SourcedEntry, app: CheckedApp): boolean {
  if (entry.facts.reachesOutside || (app.facts?.sources[entry.facts.source]?.code.unread ?? 0) > 0)
    return false;
  const dependencies = manifestOf(entry.facts)?.dependencies ?? new Set<string>();
  if (FILE_ROUTES.some((name) => dependencies.has(name))) return false;
  const imported = ownMentions(app, entry, "import").map(({ name }) => name);
  const isNode = NODE_FRAMEWORKS.some((name) => dependencies.has(name));
  return (
    isNode || (!imported.includes("django") && PYTHON_FRAMEWORKS.some((name) => imported.includes(name)))
  );
}

/** Completed rules follow the written ones; they were made of the component's `routes`. */
function fieldOf(
  index: number,
  prefix: string,
  { field, component }: SourcedEntry,
  { written }: CheckedApp,
): string {
  if (index < (written.ingress?.rules ?? []).length) return `ingress.rules[${index}].component`;
  const own = componentsOf(written).find(({ component: { name } }) => name === component.name);
  const routes = own?.kind === "service" ? (own.component.routes ?? []) : [];
  const route = routes.findIndex(({ path }) => path.replace(/\/+$/, "") === prefix);
  return route < 0 ? field : `${field}.routes[${route}]`;
}
