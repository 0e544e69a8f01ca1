import { expect, test } from "vitest";
import { groupRoutes } from "./group-routes.ts";

const origin = "https://shop.example";

function groupsOf(paths: readonly string[]): readonly string[] {
  return groupRoutes(paths.map((path) => origin + path)).map(({ group }) => group);
}

test.each([
  ["/orders/42", "/orders/:x"],
  ["/news/2025-01-31", "/news/:x"],
  ["/2025/01/31/spring", "/:x/:x/:x/spring"],
  ["/users/0197a000-0000-7000-8000-000000000001/edit", "/users/:x/edit"],
  ["/commits/9c722b9af01", "/commits/:x"],
  ["/watch/dQw4w9WgXcQ", "/watch/:x"],
  ["/shop/item-2041", "/shop/:x"],
  ["/archive/7.html", "/archive/:x"],
])("sees by its form what varies in %s", (path, group) => {
  expect(groupsOf([path])).toEqual([group]);
});

test.each(["/about", "/docs/getting-started", "/facade/decade", "/de/preise", "/blog/category"])(
  "leaves %s as it is",
  (path) => {
    expect(groupsOf([path])).toEqual([path]);
  },
);

test("takes many siblings for entries, and what lies below them for one route", () => {
  const names = "ada,bea,cleo,dora,eva,fay,gia,hana,ida".split(",");
  const groups = groupsOf(names.flatMap((name) => [`/people/${name}`, `/people/${name}/talks`]));
  expect(new Set(groups)).toEqual(new Set(["/people/:x", "/people/:x/talks"]));
});

test("keeps sections apart from the entries beside them", () => {
  const posts = Array.from({ length: 30 }, (_, index) => `/post-about-${String.fromCharCode(97 + index)}x`);
  const groups = groupsOf([...posts, "/docs", "/docs/install", "/blog/tags"]);
  expect(groups.slice(0, 30)).toEqual(posts.map(() => "/:x"));
  expect(groups.slice(30)).toEqual(["/docs", "/docs/install", "/blog/tags"]);
});

test("keeps a handful of siblings", () => {
  const paths = ["/docs/install", "/docs/upgrade", "/docs/faq"];
  expect(groupsOf(paths)).toEqual(paths);
});

test("counts names of parameters, not their values", () => {
  expect(groupsOf(["/view?b=1&a=2", "/view?a=3&b=4", "/view/"])).toEqual(["/view?a&b", "/view?a&b", "/view"]);
});

test("suggests three of each route, and the home page always", () => {
  const urls = ["/p/1", "/p/2", "/p/3", "/p/4", "/"].map((path) => origin + path);
  expect(groupRoutes(urls).map(({ suggested }) => suggested)).toEqual([true, true, true, false, true]);
});

test("is done soon with 50,000 pages and with a path of a thousand parts", () => {
  const urls = Array.from({ length: 50_000 }, (_, index) => `${origin}/shop/x${index % 500}/y${index}`);
  const deep = `${origin}${"/a".repeat(1_000)}`;
  const started = performance.now();
  expect(groupRoutes([...urls, deep])[0]?.group).toBe("/shop/:x/:x");
  expect(performance.now() - started).toBeLessThan(5_000);
});
