import { expect, test } from "vitest";
import type { AppSpec, IngressRule } from "./app-spec.ts";
import { completeSpec } from "./complete.ts";

const git = { repo_clone_url: "https://example.com/a.git" };

function rulesOf(spec: Omit<AppSpec, "name">): readonly IngressRule[] | undefined {
  return completeSpec({ name: "demo", ...spec }).ingress?.rules;
}

function prefix(path: string, name: string): IngressRule {
  return { match: { path: { prefix: path } }, component: { name } };
}

test("gives a lone component the path /", () => {
  expect(rulesOf({ static_sites: [{ name: "site", git }] })).toEqual([prefix("/", "site")]);
});

test("turns routes and cors into rules, services first, and takes the originals away", () => {
  const cors = { allow_origins: [{ exact: "https://a.example" }] };
  const completed = completeSpec({
    name: "demo",
    static_sites: [{ name: "site", git, routes: [{ path: "/" }] }],
    services: [
      {
        name: "api",
        git,
        http_port: 80,
        cors,
        routes: [{ path: "/api", preserve_path_prefix: true }, { path: "/v1" }],
      },
    ],
  });
  expect(completed.ingress?.rules).toEqual([
    { match: { path: { prefix: "/api" } }, component: { name: "api", preserve_path_prefix: true }, cors },
    { match: { path: { prefix: "/v1" } }, component: { name: "api" }, cors },
    prefix("/", "site"),
  ]);
  expect(completed.services).toEqual([{ name: "api", git, http_port: 80 }]);
  expect(completed.static_sites).toEqual([{ name: "site", git }]);
});

test("gives / to the first of several components without a route and their names to the others", () => {
  const services = [
    { name: "web", git },
    { name: "api", git },
  ];
  expect(rulesOf({ services })).toEqual([prefix("/", "web"), prefix("/api", "api")]);
});

test("gives no second component the path / that a route takes", () => {
  const services = [
    { name: "api", git },
    { name: "web", git, routes: [{ path: "/" }] },
  ];
  expect(rulesOf({ services })).toEqual([prefix("/api", "api"), prefix("/", "web")]);
});

test("gives internal-only services neither rule nor port", () => {
  const completed = completeSpec({
    name: "demo",
    services: [{ name: "cache", git, internal_ports: [6379] }],
  });
  expect(completed).toEqual({ name: "demo", services: [{ name: "cache", git, internal_ports: [6379] }] });
});

test("leaves written rules alone and gives public services port 8080", () => {
  const rules = [prefix("/", "web")];
  const completed = completeSpec({
    name: "demo",
    services: [
      { name: "web", git },
      { name: "api", git },
    ],
    ingress: { rules },
  });
  expect(completed.ingress).toEqual({ rules });
  expect(completed.services?.map(({ http_port }) => http_port)).toEqual([8080, 8080]);
});

test("runs jobs without a kind after the deployment and leaves the others alone", () => {
  const jobs = [
    { name: "seed", git },
    { name: "once", git, kind: "UNSPECIFIED" as const },
    { name: "migrate", git, kind: "PRE_DEPLOY" as const },
  ];
  const completed = completeSpec({ name: "demo", jobs });
  expect(completed.jobs?.map(({ kind }) => kind)).toEqual(["POST_DEPLOY", "POST_DEPLOY", "PRE_DEPLOY"]);
});

test("writes the old path of a health check as http_path unless that is set", () => {
  const check = (health_check: { path: string; http_path?: string }) =>
    completeSpec({ name: "demo", services: [{ name: "web", git, health_check }] }).services?.[0]
      ?.health_check;
  expect(check({ path: "/up" })).toEqual({ http_path: "/up" });
  expect(check({ path: "/up", http_path: "/ready" })).toEqual({ http_path: "/ready" });
});
