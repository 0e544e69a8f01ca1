import type { Mention } from "../../source/facts.ts";
import { filesOf, mentionsOf, placeOf } from "../code.ts";
import { manifestOf, type Manifest } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";
import { cannotRequireModules, nodeRangeOf } from "../node/node-range.ts";

/** With one of these the code that runs is not the code that was written. */
const BUNDLERS =
  /^(?:webpack|vite|rollup|esbuild|parcel|tsup|next|nuxt|gatsby|react-scripts|expo|react-native|astro|@vue\/cli-service|@angular\/cli|@sveltejs\/kit|@remix-run\/.*|@vercel\/ncc|@ncc\/.*|browserify|turbopack|rolldown|@rspack\/.*|laravel-mix|unbuild|pkgroll)$/;

const packageOfExample = { "node_modules/chalk/package.json": '{"type":"module","exports":"./index.js"}' };

export const requireOfEsm: Rule = {
  name: "require-of-esm",
  severity: "warning",
  what: "Code requires a package that is made of ES modules, under a Node that refuses to",
  why: "Before 20.19 and 22.12 Node throws ERR_REQUIRE_ESM there, so the program ends as it starts.",
  fix: "use import, or take a newer Node or an older version of the package",
  failing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"engines":{"node":"18.x"},"scripts":{"start":"node server.js"}}',
      "package-lock.json": "",
      "server.js": 'const chalk = require("chalk")\n',
      ...packageOfExample,
    },
  },
  passing: {
    spec: { name: "app", services: [{ name: "web", health_check: {} }] },
    files: {
      "package.json": '{"engines":{"node":"22.x"},"scripts":{"start":"node server.js"}}',
      "package-lock.json": "",
      "server.js": 'const chalk = require("chalk")\n',
      ...packageOfExample,
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      const manifest = manifestOf(entry.facts);
      const range = nodeRangeOf(entry.facts);
      if (entry.kind === "static_site" || !manifest || range === null || !cannotRequireModules(range))
        continue;
      if (bundles(manifest)) continue;
      const mention = mentionsOf(app, entry, "require").find((one) => isRefused(app, entry, one));
      if (!mention) continue;
      yield {
        field: `${entry.field}.source_dir`,
        message: `${mention.name} is an ES module, which Node ${range} cannot require`,
        at: placeOf(mention, entry),
      };
    }
  },
};

function bundles({ dependencies, devDependencies }: Manifest): boolean {
  return [...dependencies, ...devDependencies].some((name) => BUNDLERS.test(name));
}

function isRefused(app: CheckedApp, entry: SourcedEntry, { name, file }: Mention): boolean {
  if (app.facts?.sources[entry.facts.source]?.code.packages[name]?.isEsmOnly !== true) return false;
  // Configuration is loaded by tools of all kinds, and each has a way of its own.
  if (/\.config\.c?js$|(?:^|\/)\.[^/]*$/.test(file)) return false;
  if (file.endsWith(".cjs")) return true;
  const isModule = /"type"\s*:\s*"module"/.test(entry.facts.texts["package.json"] ?? "");
  return file.endsWith(".js") && !isModule && isOfThisPackage(app, entry, file);
}

/** No package.json stands between the file and its component's directory. */
function isOfThisPackage(app: CheckedApp, entry: SourcedEntry, file: string): boolean {
  const { directory } = entry.facts;
  const own = directory === "" ? file : file.slice(directory.length + 1);
  const manifests = filesOf(app, entry).filter((one) => one.endsWith("/package.json"));
  return !manifests.some((one) => own.startsWith(one.slice(0, -"package.json".length)));
}
