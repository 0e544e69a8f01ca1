import { filesOf, mentionsOf, placeOf } from "../code.ts";
import { manifestOf, type Manifest } from "../manifest.ts";
import { sourcedEntries, type CheckedApp, type Rule, type SourcedEntry } from "../rule.ts";

/** Routers of which paths are the usual mode. */
const ROUTERS = [
  ...["react-router-dom", "react-router", "vue-router", "@angular/router", "@tanstack/react-router"],
  ...["wouter", "preact-router", "svelte-routing"],
];

/** These write a page for every path, keep routes behind the `#`, or need a server. */
const OTHERWISE =
  /^(?:next|nuxt\d?|nuxt-.*|gatsby|astro|vitepress|vuepress|gridsome|vike|vite-plugin-ssr|vite-ssg|vite-react-ssg|react-snap|react-snapshot|react-static|prerender.*|vite-plugin-prerender.*|@prerenderer\/.*|@docusaurus\/core|@remix-run\/(?!router$).*|@react-router\/.*|@sveltejs\/kit|@tanstack\/(?:react-)?start|expo|electron|@?quasar(?:\/.*)?|@analogjs\/.*|@angular\/ssr|@storybook\/.*)$/;

export const singlePageWithoutCatchall: Rule = {
  name: "single-page-without-catchall",
  severity: "warning",
  what: "A static site routes in the browser, and unknown paths are not sent to its page",
  why: "The paths of such a router are no files, so opening or reloading any of them but the first one is a 404.",
  fix: "set catchall_document: index.html",
  failing: {
    spec: { name: "app", static_sites: [{ name: "site" }] },
    files: {
      "package.json": '{"dependencies":{"react-router-dom":"^6.0.0"}}',
      "package-lock.json": "",
      "src/main.jsx": 'import { BrowserRouter, Route } from "react-router-dom"\n;<Route path="/about" />\n',
    },
  },
  passing: {
    spec: { name: "app", static_sites: [{ name: "site", catchall_document: "index.html" }] },
    files: {
      "package.json": '{"dependencies":{"react-router-dom":"^6.0.0"}}',
      "package-lock.json": "",
      "src/main.jsx": 'import { BrowserRouter, Route } from "react-router-dom"\n;<Route path="/about" />\n',
    },
  },
  *check(app) {
    for (const entry of sourcedEntries(app)) {
      if (entry.kind !== "static_site" || sendsUnknownPaths(app, entry)) continue;
      const manifest = manifestOf(entry.facts);
      const router = manifest && routerOf(manifest, entry);
      const mention = mentionsOf(app, entry, "import").find(({ name }) => name === router);
      if (!mention || !hasPages(app, entry)) continue;
      const message = `${mention.name} answers paths of which the site has no file`;
      yield { field: `${entry.field}.catchall_document`, message, at: placeOf(mention, entry) };
    }
  },
};

/** A router that shows the front page alone, or keeps its paths behind the `#`, needs no other file. */
function hasPages(app: CheckedApp, entry: SourcedEntry): boolean {
  const names = mentionsOf(app, entry, "page").map(({ name }) => name);
  return !names.includes("") && names.some((name) => !/^\/?\*?$/.test(name));
}

/** By the spec, or by a page for unknown paths that the project brings or writes itself. */
function sendsUnknownPaths(app: CheckedApp, entry: SourcedEntry): boolean {
  if (entry.kind !== "static_site") return false;
  const { catchall_document, error_document, build_command = "" } = entry.component;
  if (catchall_document !== undefined || error_document !== undefined) return true;
  if (filesOf(app, entry).some((file) => /(?:^|\/)(?:404|200)\.html$/.test(file))) return true;
  return /\b(?:404|200)\.html\b/.test(`${build_command} ${entry.facts.texts["package.json"] ?? ""}`);
}

function routerOf({ dependencies, devDependencies }: Manifest, { facts }: SourcedEntry): string | undefined {
  if ([...dependencies, ...devDependencies].some((name) => OTHERWISE.test(name))) return undefined;
  const router = ROUTERS.find((name) => dependencies.has(name) || devDependencies.has(name));
  return router === "vue-router" && isOldVueRouter(facts.texts["package.json"] ?? "") ? undefined : router;
}

/** Up to its third version the router of Vue keeps routes behind the `#` unless it is told otherwise. */
function isOldVueRouter(manifest: string): boolean {
  return !/"vue-router"\s*:\s*"[~^>=v\s]*(?:[4-9]|\d\d)\b/.test(manifest);
}
