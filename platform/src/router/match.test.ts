import { expect, it } from "vitest";
import type { AppRoutes, HostMatch, PathMatch, RouteRule } from "../base/route-table.ts";
import { compileTable, hostOf } from "./match.ts";
import { rewritePath } from "./path-rewrite.ts";
import { toBackend } from "./testing/router-fixture.ts";

/** A finder over one app whose rules are named by their place in the list. */
function finder(
  rules: readonly [HostMatch | null, PathMatch][],
  app: Partial<AppRoutes> = {},
): (host: string, path: string) => string {
  const made: RouteRule[] = rules.map(([host, path]) => ({ ...toBackend("/"), host, path }));
  const apps = [{ app: "shop", hosts: ["a.test", "b.test"], isFallback: false, rules: made, ...app }];
  const find = compileTable({ apps }, (rule) => String(made.indexOf(rule)));
  return (host, path) => {
    const outcome = find(host, path);
    return outcome.kind === "found" ? `${outcome.match.rule}:${outcome.match.rest}` : outcome.kind;
  };
}

it("prefers exact paths to longer prefixes to shorter ones, whatever their order", () => {
  const find = finder([
    [null, { prefix: "/" }],
    [null, { prefix: "/api" }],
    [null, { prefix: "/api/v2/" }],
    [null, { exact: "/api/v2/me" }],
  ]);
  expect(find("a.test", "/api/v2/me")).toBe("3:");
  expect(find("a.test", "/api/v2/me/x")).toBe("2:/me/x");
  expect(find("a.test", "/api/v2")).toBe("2:");
  expect(find("a.test", "/api/v3")).toBe("1:/v3");
  expect(find("a.test", "/other")).toBe("0:/other");
});

it("matches prefixes on segment borders only", () => {
  const find = finder([[null, { prefix: "/api" }]]);
  expect(find("a.test", "/api")).toBe("0:");
  expect(find("a.test", "/api/")).toBe("0:/");
  expect(find("a.test", "/apix")).toBe("no_route");
  expect(find("a.test", "/API")).toBe("no_route");
});

it("prefers an exact host to a host prefix to none, and falls back when the path is not there", () => {
  const find = finder([
    [null, { prefix: "/long/path" }],
    [{ prefix: "a" }, { prefix: "/" }],
    [{ exact: "a.test" }, { prefix: "/only" }],
    [{ prefix: "a.t" }, { prefix: "/x" }],
  ]);
  expect(find("a.test", "/only")).toBe("2:");
  expect(find("a.test", "/x")).toBe("3:");
  expect(find("a.test", "/long/path")).toBe("1:/long/path");
  expect(find("b.test", "/long/path")).toBe("0:");
  expect(find("b.test", "/")).toBe("no_route");
});

it("lets the first of two equal rules win", () => {
  expect(
    finder([
      [null, { prefix: "/a" }],
      [null, { prefix: "/a/" }],
    ])("a.test", "/a/b"),
  ).toBe("0:/b");
});

it("gives unknown hosts to the fallback app only, and wildcards what no app names", () => {
  expect(finder([[null, { prefix: "/" }]])("c.test", "/")).toBe("unknown_host");
  expect(finder([[null, { prefix: "/" }]], { isFallback: true })("c.test", "/")).toBe("0:/");
  expect(finder([[null, { prefix: "/" }]], { isFallback: true })("127.0.0.1", "/")).toBe("0:/");
  expect(finder([[null, { prefix: "/" }]], { isFallback: true })("other.localhost", "/")).toBe(
    "unknown_host",
  );
  const wild = finder([[null, { prefix: "/" }]], { hosts: ["*.example.com"] });
  expect(wild("x.y.example.com", "/")).toBe("0:/");
  expect(wild("example.com", "/")).toBe("unknown_host");
});

it("does not slow down for a hostile path", () => {
  const find = finder([[null, { prefix: "/a/b/c" }]]);
  const started = performance.now();
  for (let i = 0; i < 100; i++) find("a.test", "/".repeat(60_000));
  expect(performance.now() - started).toBeLessThan(500);
});

it("reads the host out of an authority", () => {
  expect(hostOf("Shop.LocalHost:8080")).toBe("shop.localhost");
  expect(hostOf("shop.test.")).toBe("shop.test");
  expect(hostOf("[::1]:80")).toBe("[::1]");
});

it("rewrites paths", () => {
  expect(rewritePath("trim", "/api", "")).toBe("/");
  expect(rewritePath("trim", "/api/x", "/x")).toBe("/x");
  expect(rewritePath("keep", "/api/x", "/x")).toBe("/api/x");
  expect(rewritePath({ rewrite: "/v1" }, "/api/x", "/x")).toBe("/v1/x");
  expect(rewritePath({ rewrite: "/v1/" }, "/api", "")).toBe("/v1/");
  expect(rewritePath({ rewrite: "/" }, "/api/x", "/x")).toBe("/x");
});
