import { expect, test } from "vitest";
import type { RouteRule } from "../base/route-table.ts";
import type { Plan, RoutePlan, SitePlan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import { newLiveApp, type LiveApp, type Member, type MemberState } from "./fleet.ts";
import { routeTable } from "./route-table.ts";
import { appPlan, servicePlan } from "./testing/plans.ts";

function member(component: string, id: string, state: MemberState): Member {
  const identity = { bootId: "b", pid: 1, startTicks: 1 };
  const place = { app: "shop", component, address: "10.1.0.70", ports: { 8080: 8080, 9000: 9001 } };
  const instance = { id, ...place, identity, logFile: "", startedAt: 0 };
  const intent = { role: "component", desired: "running", fingerprint: "", restarts: 0 } as const;
  const record = { instance, deploymentId: "d", ...intent };
  return { record, state, restarts: 0, watch: new AbortController() };
}

function live(plan: Plan, members: Member[], artifacts: DeploymentRecord["artifacts"] = {}): LiveApp {
  const content = { plan, spec: {}, sources: [], artifacts, restart: [], failure: null, cause: "" };
  const release = {
    id: "d",
    app: plan.app,
    number: 1,
    phase: "ACTIVE",
    ...content,
    createdAt: 0,
    updatedAt: 0,
  };
  return { ...newLiveApp(plan.app), release: release as DeploymentRecord, members };
}

const loopback = ["127.0.0.1"];

test("routes to serving instances only, at the port they really have", () => {
  const states: MemberState[] = ["serving", "candidate", "ready", "unhealthy", "restarting", "draining"];
  const members = states.map((state) => member("web", `web-${state}`, state));
  const { backends } = routeTable(1, [live(appPlan("shop", 8080), members)], loopback);
  expect(backends["shop/web"]?.targets).toEqual([{ id: "web-serving", address: "10.1.0.70", port: 8080 }]);
});

test("keeps a backend without instances, so that its paths say so instead of being unknown", () => {
  const { backends, apps } = routeTable(1, [live(appPlan("shop", 8080), [])], loopback);
  expect(backends["shop/web"]?.targets).toEqual([]);
  expect(apps[0]?.rules).toHaveLength(1);
});

test("lets components reach ready ones while none serves, and only serving ones afterwards", () => {
  const forwards = [{ service: "api", specPort: 9000, address: "10.1.0.2", port: 9000 }];
  const network = { gateway: "10.1.0.1", services: {}, forwards };
  const plan = appPlan("shop", 8080, { components: [servicePlan("api")] });
  const targets = (...members: Member[]): string[] => {
    const table = routeTable(1, [{ ...live(plan, members), network }], loopback);
    return table.forwards.flatMap((forward) => forward.targets.map(({ id, port }) => `${id}:${port}`));
  };
  const ready = member("api", "new", "ready");
  expect(targets(ready)).toEqual(["new:9001"]);
  expect(targets(ready, member("api", "old", "serving"))).toEqual(["old:9001"]);
});

test("listens on the loopback and each gateway once, however many apps share a port", () => {
  const network = { gateway: "10.1.0.1", services: {}, forwards: [] };
  const apps = ["shop", "blog"].map((name) => ({ ...live(appPlan(name, 8080), []), network }));
  const { listeners } = routeTable(1, [...apps, live(appPlan("wiki", 9090), [])], loopback);
  expect(listeners.map(({ address, port }) => `${address}:${port}`)).toEqual([
    "127.0.0.1:8080",
    "10.1.0.1:8080",
    "127.0.0.1:9090",
  ]);
});

test("answers for any host only while an app is alone", () => {
  const shop = live(appPlan("shop", 8080), []);
  const blog = live(appPlan("blog", 8080), []);
  const fallbacks = (...apps: LiveApp[]): boolean[] =>
    routeTable(1, apps, loopback).apps.map(({ isFallback }) => isFallback);
  expect(fallbacks(shop)).toEqual([true]);
  expect(fallbacks(shop, blog)).toEqual([false, false]);
  expect(fallbacks(shop, newLiveApp("starting"))).toEqual([true]);
});

test("serves sites from their artifact, and redirects by our own scheme where the spec names none", () => {
  const documents = { indexDocument: "index.html", errorDocument: "404.html", catchallDocument: null };
  const site: SitePlan = { name: "page", build: "page", ...documents };
  const path = { prefix: "/" };
  const toSite = { kind: "component", name: "page", prefix: "keep" } as const;
  const away = {
    kind: "redirect",
    uri: "/new",
    authority: null,
    port: null,
    scheme: null,
    code: 302,
  } as const;
  const routes: RoutePlan[] = [
    { host: null, path, cors: null, target: toSite },
    { host: null, path: { exact: "/old" }, cors: null, target: away },
  ];
  const plan = appPlan("shop", 8080, { sites: [site], components: [], routes });
  const rules = (artifacts: DeploymentRecord["artifacts"]): RouteRule["target"][] =>
    routeTable(1, [live(plan, [], artifacts)], loopback).apps.flatMap((app) =>
      app.rules.map(({ target }) => target),
    );
  const base = { id: "a", directory: "/a", mounts: [], path: [], env: {}, processes: {}, sizeBytes: 0 };
  const [first, second] = rules({ page: { ...base, siteRoot: "/a/site" } });
  expect(first).toMatchObject({
    kind: "static",
    site: { component: "page", root: "/a/site" },
    prefix: "keep",
  });
  expect(second).toMatchObject({ kind: "redirect", scheme: "http", uri: "/new" });
  expect(rules({})).toHaveLength(1);
});
