import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { outputDirectoryMissing } from "./output-directory-missing.ts";

const spec = { name: "app", static_sites: [{ name: "site" }] };

function messages(build: string, files: Record<string, string> = {}): string[] {
  const manifest = { "package.json": JSON.stringify({ scripts: { build } }) };
  return messagesOf(outputDirectoryMissing, { spec, files: { ...manifest, ...files } });
}

const angular = (options: object, builder = "@angular/build:application"): Record<string, string> => ({
  "angular.json": JSON.stringify({ projects: { shop: { architect: { build: { builder, options } } } } }),
});

it.each<[string, Record<string, string>, string]>([
  ["next build && next export", {}, "next writes out, which is not looked for"],
  ["next build", {}, "next build makes a server in .next, no site"],
  ["nuxt build", {}, "nuxt build makes a server in .output, no site"],
  [
    "tsc && vite build",
    { "vite.config.ts": 'build: { outDir: "./site/" }' },
    "vite writes site, which is not looked for",
  ],
  ["vitepress build docs", {}, "vitepress writes docs/.vitepress/dist, which is not looked for"],
  ["ng build", angular({}), "ng build writes dist/shop/browser, which is not looked for"],
  ["ng build", angular({ outputPath: "dist/x" }), "ng build writes dist/x/browser, which is not looked for"],
  [
    "ng build",
    angular({ outputPath: "dist/x" }, "@angular-devkit/build-angular:browser"),
    "ng build writes dist/x, which is not looked for",
  ],
])("finds where %s puts the site", (build, files, message) => {
  expect(messages(build, files)).toEqual([message]);
});

it.each<[string, Record<string, string>]>([
  ["vite build", {}],
  ["vite build", { "vite.config.ts": 'root: "src", build: { outDir: "../site" }' }],
  ["vite build --outDir public", { "vite.config.ts": 'build: { outDir: "site" }' }],
  ["next build && mv out dist", { "next.config.js": 'module.exports = { output: "export" }' }],
  ["next build", { "next.config.js": "module.exports = { output: mode }" }],
  ["next build", { "next.config.js": "" }],
  ["nuxt generate", {}],
  ["nuxt build", { "nuxt.config.ts": 'nitro: { preset: "static" }' }],
  ["ng build", angular({ outputPath: { base: "dist", browser: "" } })],
  ["ng build", angular({ outputPath: "dist" }, "@angular-devkit/build-angular:browser")],
  ["docusaurus build", {}],
])("says nothing of %s with %o", (build, files) => {
  expect(messages(build, files)).toEqual([]);
});
