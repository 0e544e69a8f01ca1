import { describe, expect, it } from "vitest";
import type { CorsPolicy, RouteTarget } from "../../base/route-table.ts";
import { compileCors, type CorsVerdict } from "./cors.ts";
import { locationOf } from "./redirect.ts";

describe("a redirect", () => {
  const redirect: Extract<RouteTarget, { kind: "redirect" }> = {
    kind: "redirect",
    uri: null,
    authority: null,
    port: null,
    scheme: "http",
    code: 302,
  };
  const asked = { authority: "shop.localhost:8080", path: "/a/b", query: "?q=1" };

  it.each([
    [{}, "http://shop.localhost:8080/a/b?q=1"],
    [{ scheme: "https" }, "https://shop.localhost/a/b?q=1"],
    [{ authority: "example.com" }, "http://example.com/a/b?q=1"],
    [{ authority: "example.com", port: 8443, scheme: "https" }, "https://example.com:8443/a/b?q=1"],
    [{ port: 9000 }, "http://shop.localhost:9000/a/b?q=1"],
    [{ uri: "/new" }, "http://shop.localhost:8080/new?q=1"],
    [{ uri: "/new?own=1" }, "http://shop.localhost:8080/new?own=1"],
  ] as const)("with %j goes to %s", (change, location) => {
    expect(locationOf({ ...redirect, ...change }, asked)).toBe(location);
  });
});

describe("CORS", () => {
  const policy: CorsPolicy = {
    allowOrigins: [
      { exact: "https://a.test" },
      { prefix: "https://b." },
      { regex: "https://[a-z]+\\.c\\.test" },
    ],
    allowMethods: ["GET", "PUT"],
    allowHeaders: ["X-Token"],
    exposeHeaders: ["X-Sum"],
    maxAgeSeconds: 600,
    allowCredentials: true,
  };
  const ask = (origin: string, requestedMethod?: string, change: Partial<CorsPolicy> = {}): CorsVerdict =>
    compileCors({ ...policy, ...change }, (regex) => {
      throw new Error(regex);
    })({ method: requestedMethod ? "OPTIONS" : "GET", origin, requestedMethod });

  it("answers the preflight of an allowed origin with what is configured", () => {
    expect(ask("https://a.test", "PUT")).toEqual({
      kind: "preflight",
      headers: [
        ...["access-control-allow-origin", "https://a.test", "vary", "origin"],
        ...["access-control-allow-credentials", "true", "access-control-allow-methods", "GET,PUT"],
        ...["access-control-allow-headers", "X-Token", "access-control-max-age", "600"],
      ],
    });
  });

  it("adds headers to the answer for an allowed origin only", () => {
    expect(ask("https://a.test")).toEqual({
      kind: "actual",
      headers: [
        ...["access-control-allow-origin", "https://a.test", "vary", "origin"],
        ...["access-control-allow-credentials", "true", "access-control-expose-headers", "X-Sum"],
      ],
    });
    expect(ask("https://evil.test").kind).toBe("none");
    expect(ask("https://evil.test", "PUT").kind).toBe("none");
  });

  it("matches exactly, by prefix, and by expressions over the whole origin", () => {
    expect(ask("https://b.anything").kind).toBe("actual");
    expect(ask("https://x.c.test").kind).toBe("actual");
    expect(ask("https://x.c.test.evil").kind).toBe("none");
    expect(ask("https://any.test", undefined, { allowOrigins: [{ exact: "*" }] }).kind).toBe("actual");
  });

  it("is not held up by an expression that backtracks", () => {
    const started = performance.now();
    ask(`${"a".repeat(400)}!`, undefined, { allowOrigins: [{ regex: "(a+)+b" }] });
    expect(performance.now() - started).toBeLessThan(200);
  });

  it("says which expression it cannot run", () => {
    expect(() => ask("https://a.test", undefined, { allowOrigins: [{ regex: "(?=a)a" }] })).toThrow("(?=a)a");
  });
});
