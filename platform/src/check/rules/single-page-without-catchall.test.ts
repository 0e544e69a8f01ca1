import { expect, it } from "vitest";
import { messagesOf } from "../testing/messages-of.ts";
import { singlePageWithoutCatchall } from "./single-page-without-catchall.ts";

const spec = { name: "app", static_sites: [{ name: "site" }] };

function messages(dependencies: object, files: Record<string, string>): string[] {
  const manifest = { "package.json": JSON.stringify({ dependencies }) };
  return messagesOf(singlePageWithoutCatchall, { spec, files: { ...manifest, ...files } });
}

const imported = 'import { createRouter } from "vue-router";';
const vue = { "src/router.ts": `${imported} const routes = [{ path: "/", component }, { path: "/about" }];` };

it("finds routers of which paths are the usual mode", () => {
  expect(messages({ "vue-router": "^4.1.0" }, vue)).toEqual([
    "src/router.ts:1 vue-router answers paths of which the site has no file",
  ]);
});

it.each<[string, object, Record<string, string>]>([
  [
    "a router of the front page alone",
    { "vue-router": "^4.1.0" },
    { "src/router.ts": `${imported} const routes = [{ path: "/" }, { path: "*" }];` },
  ],
  [
    "a router that keeps paths behind the #",
    { "vue-router": "^4.1.0" },
    { "src/router.ts": `${vue["src/router.ts"]} createRouter({ history: createWebHashHistory(), routes });` },
  ],
  ["a router that is not imported", { "vue-router": "^4.1.0" }, {}],
  ["Vue's old router, which uses hashes", { "vue-router": "^3.6.5" }, vue],
  ["a framework that writes all pages", { "vue-router": "^4.1.0", "vite-ssg": "1" }, vue],
  ["React Router as a framework", { "vue-router": "^4.1.0", "@react-router/node": "7" }, vue],
  ["a page for unknown paths", { "vue-router": "^4.1.0" }, { ...vue, "public/404.html": "" }],
])("says nothing of %s", (_, dependencies, files) => {
  expect(messages(dependencies, files)).toEqual([]);
});
