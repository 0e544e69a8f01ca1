import { describe, expect, it } from "vitest";
import { noCode, type ComponentFacts, type Facts } from "../source/facts.ts";
import { componentsOf, parseSpec, type AppSpec } from "../spec/index.ts";
import type { HostFacts } from "./host.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";

const host: HostFacts = {
  publicAddress: { scheme: "http", host: "app.localhost", port: 8080 },
  extraHosts: ["app.ashore.internal"],
  attached: {},
  appId: "0c1d",
};

const NODE = { "package.json": '{"scripts":{"start":"node ."}}' };

type Files = Readonly<Record<string, string>>;

function read(yaml: string): AppSpec {
  const { spec } = parseSpec(yaml);
  if (!spec) throw new Error("the test's spec is broken");
  return spec;
}

/** Facts of a checkout in which every component has the same files, unless it is named. */
function factsOf(spec: AppSpec, files: Files, byName: Readonly<Record<string, Files>> = {}): Facts {
  const components: Record<string, ComponentFacts> = {};
  for (const { component } of componentsOf(spec)) {
    if ("image" in component) continue;
    const texts = byName[component.name] ?? files;
    components[component.name] = {
      component: component.name,
      source: "checkout",
      directory: component.source_dir ?? "",
      directoryExists: true,
      treeHash: JSON.stringify(texts).length.toString(16).padStart(64, "0"),
      reachesOutside: false,
      entries: Object.keys(texts),
      texts,
      managePy: "manage.py" in texts ? "manage.py" : null,
    };
  }
  const checkout = {
    id: "checkout",
    kind: "checkout",
    root: "/x",
    branch: "main",
    dirty: false,
    code: noCode,
    files: [],
  } as const;
  return { sources: { checkout: { ...checkout, commit: "c".repeat(40) } }, components };
}

function outcomeOf(
  yaml: string,
  files: Files = NODE,
  options: { host?: HostFacts; byName?: Record<string, Files> } = {},
) {
  const spec = read(yaml);
  return makePlan(spec, factsOf(spec, files, options.byName), options.host ?? host);
}

function planOf(...args: Parameters<typeof outcomeOf>): Plan {
  const { plan, problems } = outcomeOf(...args);
  if (!plan) throw new Error(problems.map(({ message }) => message).join("\n"));
  return plan;
}

describe("a service", () => {
  it("gets every default when it says nothing", () => {
    const plan = planOf("name: app\nservices:\n- name: web\n");
    expect(plan.components).toEqual([
      {
        kind: "service",
        name: "web",
        build: "web",
        runCommand: null,
        processType: "web",
        env: [],
        instances: 1,
        size: { slug: "apps-s-1vcpu-0.5gb", memoryBytes: 512 * 1024 ** 2, cpus: 1 },
        ports: { http: 8080, internal: [], inject: 8080 },
        protocol: "http1",
        readiness: {
          kind: "tcp",
          port: 8080,
          path: null,
          initialDelayMs: 0,
          periodMs: 10_000,
          timeoutMs: 1000,
          successThreshold: 1,
          failureThreshold: 9,
        },
        liveness: null,
        drainMs: 15_000,
        graceMs: 120_000,
        exclusive: false,
        dataPath: null,
      },
    ]);
    expect(plan.routes).toEqual([
      {
        host: null,
        path: { prefix: "/" },
        target: { kind: "component", name: "web", prefix: "trim" },
        cors: null,
      },
    ]);
  });

  it("takes what the spec says instead", () => {
    const [web] = planOf(`
name: app
services:
- name: web
  http_port: 3000
  internal_ports: [9000, 3000]
  protocol: HTTP2
  instance_count: 3
  instance_size_slug: apps-s-1vcpu-2gb
  run_command: node server.js
  health_check: { path: health, port: 9000, period_seconds: 2, failure_threshold: 4 }
  liveness_health_check: { http_path: /live }
  termination: { drain_seconds: 3, grace_period_seconds: 4 }
`).components;
    expect(web).toMatchObject({
      runCommand: "node server.js",
      instances: 3,
      size: { memoryBytes: 2 * 1024 ** 3 },
      protocol: "http2",
      ports: { http: 3000, internal: [9000], inject: 3000 },
      readiness: { kind: "http", path: "/health", port: 9000, periodMs: 2000, failureThreshold: 4 },
      liveness: { kind: "http", path: "/live", port: 3000, initialDelayMs: 5000, failureThreshold: 18 },
      drainMs: 3000,
      graceMs: 4000,
    });
  });

  it("keeps a PORT of its own, unless it says what would be injected", () => {
    const spec = (port: string) => `
name: app
services: [{ name: web, http_port: 3000, envs: [{ key: PORT, value: "${port}" }] }]
`;
    const [own] = planOf(spec("4000")).components;
    expect(own?.ports.inject).toBeNull();
    expect(own?.env.map(({ key }) => key)).toEqual(["PORT"]);
    const [same] = planOf(spec("3000")).components;
    expect(same?.ports.inject).toBe(3000);
    expect(same?.env).toEqual([]);
  });

  it("knows its port by the bare name PORT, whether the spec sets it or not", () => {
    const bound = (port: string) =>
      planOf(`
name: app
services: [{ name: web, http_port: 3000, envs: [{ key: BIND, value: "[::]:\${PORT}" }${port}] }]
`).components[0]?.env;
    expect(bound("")).toMatchObject([{ template: "[::]:3000" }]);
    expect(bound(', { key: PORT, value: "3000" }')).toMatchObject([{ template: "[::]:3000" }]);
    expect(bound(', { key: PORT, value: "4000" }')).toMatchObject([
      { template: "[::]:${PORT}" },
      { key: "PORT" },
    ]);
  });

  it("starts with the fewest instances that its autoscaling allows", () => {
    const [web] = planOf(`
name: app
services: [{ name: web, autoscaling: { min_instance_count: 2, max_instance_count: 5 } }]
`).components;
    expect(web?.instances).toBe(2);
  });

  it("that is an image of redis or valkey is a program of this machine with kept data", () => {
    const plan = planOf(`
name: app
services:
- name: redis
  image: { registry_type: DOCKER_HUB, registry: library, repository: redis, tag: 7-alpine }
  internal_ports: [6379]
- name: keys
  image: { registry_type: DOCKER_HUB, repository: valkey/valkey, tag: 8.1 }
  internal_ports: [6380]
`);
    expect(plan.builds.map(({ inputs }) => inputs.packs)).toEqual([
      [{ kind: "machine-program", program: "redis", version: "7" }],
      [{ kind: "machine-program", program: "valkey", version: "8.1" }],
    ]);
    expect(plan.components[0]).toMatchObject({
      ports: { http: 6379, internal: [], inject: null },
      readiness: { kind: "tcp", port: 6379 },
      exclusive: true,
      dataPath: "/data",
    });
    expect(plan.routes).toEqual([]);
  });
});

describe("what needs Docker", () => {
  it("has no plan; check says why", () => {
    const { plan, problems } = outcomeOf(`
name: app
services:
- { name: one, image: { registry_type: GHCR, registry: me, repository: app } }
- { name: two, dockerfile_path: Dockerfile }
`);
    expect(plan).toBeNull();
    expect(problems).toEqual([]);
  });
});

describe("a component without facts", () => {
  it("has no plan and no problem, because the source has reported it", () => {
    expect(
      makePlan(read("name: app\nservices: [{ name: web }]"), { sources: {}, components: {} }, host),
    ).toEqual({
      plan: null,
      problems: [],
    });
  });
});

describe("environment", () => {
  const yaml = `
name: app
envs:
- { key: SHARED, value: app }
- { key: ONLY_BUILD, value: b, scope: BUILD_TIME }
- { key: SAME, value: given }
services:
- name: web
  envs:
  - { key: SHARED, value: own }
  - { key: SAME, value: "\${SAME}" }
  - { key: ONLY_RUN, value: r, scope: RUN_TIME }
  - { key: TWICE, value: first }
  - { key: TWICE, value: last }
  - { key: TOKEN, value: "EV[1:abc:def]", type: SECRET }
  - { key: PORT, value: "1234" }
`;

  it("puts the component's variables over the app's, by scope, the last one winning", () => {
    const plan = planOf(yaml);
    const pairs = (vars: readonly { key: string; template: string }[] = []) =>
      vars.map(({ key, template }) => `${key}=${template}`);
    expect(pairs(plan.components[0]?.env)).toEqual([
      "SHARED=own",
      "SAME=given",
      "ONLY_RUN=r",
      "TWICE=last",
      "TOKEN=EV[1:abc:def]",
      "PORT=1234",
    ]);
    expect(pairs(plan.builds[0]?.inputs.env)).toEqual([
      "SHARED=own",
      "ONLY_BUILD=b",
      "SAME=given",
      "TWICE=last",
      "TOKEN=EV[1:abc:def]",
      "PORT=1234",
    ]);
    expect(plan.components[0]?.env.find(({ key }) => key === "TOKEN")?.secret).toBe(true);
  });

  it("fills in what is known before anything runs, with the local address and never the spec's domains", () => {
    const plan = planOf(`
name: app
domains: [{ domain: www.example.com, type: PRIMARY }]
databases: [{ name: db, engine: PG }]
ingress:
  rules:
  - { match: { path: { prefix: /api } }, component: { name: web } }
services:
- name: web
  envs:
  - { key: A, value: "\${APP_URL}|\${APP_DOMAIN}|\${APP_ID}" }
  - { key: B, value: "\${_self.PUBLIC_URL}|\${web.PUBLIC_ROUTE_PATH}|\${_self.COMMIT_HASH}" }
  - { key: C, value: "\${db.DATABASE_URL}|\${_self.PRIVATE_URL}|\${A}" }
`);
    expect(plan.components[0]?.env.map(({ template }) => template)).toEqual([
      "http://app.localhost:8080|app.localhost|0c1d",
      `http://app.localhost:8080/api|/api|${"c".repeat(40)}`,
      "${db.DATABASE_URL}|${web.PRIVATE_URL}|${A}",
    ]);
  });

  it("passes references to what does not exist on as they are", () => {
    const { plan } = outcomeOf(`
name: app
services:
- name: web
  envs:
  - { key: C, value: "\${_self.URL}" }
  - { key: D, value: "\${database.DATABASE_URL}" }
`);
    const templates = plan?.components[0]?.env.map(({ template }) => template);
    expect(templates).toEqual(expect.arrayContaining(["${_self.URL}", "${database.DATABASE_URL}"]));
  });
});

describe("builds", () => {
  it("are shared by components with equal inputs, and only by those", () => {
    const plan = planOf(`
name: app
services: [{ name: web, run_command: node web.js, envs: [{ key: A, value: "1", scope: RUN_TIME }] }]
workers:
- { name: worker, run_command: node worker.js }
- { name: other, run_command: node other.js, build_command: npm run other }
jobs: [{ name: migrate, run_command: node migrate.js }]
static_sites: [{ name: site }]
`);
    expect(plan.builds.map(({ name, components }) => [name, components])).toEqual([
      ["web", ["web", "worker", "migrate"]],
      ["site", ["site"]],
      ["other", ["other"]],
    ]);
    expect(plan.components.map(({ name, build }) => [name, build])).toEqual([
      ["web", "web"],
      ["worker", "web"],
      ["other", "other"],
    ]);
    expect(plan.jobs[0]?.build).toBe("web");
  });
});

describe("a static site", () => {
  it("has documents and an output directory below its own", () => {
    const plan = planOf(`
name: app
static_sites:
- { name: plain }
- { name: spa, output_dir: /dist/, catchall_document: index.html, error_document: oops.html, index_document: home.html }
`);
    expect(plan.sites).toEqual([
      {
        name: "plain",
        build: "plain",
        indexDocument: "index.html",
        errorDocument: "404.html",
        catchallDocument: null,
      },
      {
        name: "spa",
        build: "spa",
        indexDocument: "home.html",
        errorDocument: "oops.html",
        catchallDocument: "index.html",
      },
    ]);
    expect(plan.builds.map(({ inputs }) => inputs.output)).toEqual([
      { directory: null },
      { directory: "dist" },
    ]);
  });

  it("needs no language", () => {
    const plan = planOf("name: app\nstatic_sites: [{ name: site }]", { "index.html": "" });
    expect(plan.builds[0]?.inputs.packs).toEqual([{ kind: "files" }]);
  });

  it("may not publish what lies outside of it", () => {
    const { problems } = outcomeOf("name: app\nstatic_sites: [{ name: site, output_dir: ../dist }]");
    expect(problems).toMatchObject([{ severity: "error", field: "static_sites[0].output_dir" }]);
  });
});

describe("workers and jobs", () => {
  it("have no port, and a worker's liveness check needs one named", () => {
    const { plan, problems } = outcomeOf(`
name: app
workers:
- { name: one, liveness_health_check: { http_path: /live } }
- { name: two, liveness_health_check: { port: 9000 } }
`);
    expect(plan?.components).toMatchObject([
      {
        kind: "worker",
        processType: "worker",
        ports: { http: null, internal: [], inject: null },
        liveness: null,
      },
      { readiness: null, liveness: { kind: "tcp", port: 9000 } },
    ]);
    expect(problems).toMatchObject([{ severity: "warning", field: "workers[0].liveness_health_check.port" }]);
  });

  it("run when their kind says, for as long as they may", () => {
    const plan = planOf(`
name: app
services: [{ name: web }]
jobs:
- { name: plain }
- name: nightly
  kind: SCHEDULED
  schedule: { cron: "0 3 * * *", time_zone: Europe/Berlin }
  timeout: 1h30m
  termination: { grace_period_seconds: 7 }
`);
    expect(plan.jobs).toMatchObject([
      { name: "plain", kind: "POST_DEPLOY", schedule: null, timeoutMs: 1_800_000, graceMs: 120_000 },
      {
        kind: "SCHEDULED",
        schedule: { cron: "0 3 * * *", timeZone: "Europe/Berlin" },
        timeoutMs: 5_400_000,
        graceMs: 7000,
      },
    ]);
  });
});

describe("databases", () => {
  const yaml = `
name: app
services: [{ name: web }]
databases:
- { name: db }
- { name: old, engine: PG, version: "12.4", db_name: main, db_user: me }
- { name: cache, engine: VALKEY }
- { name: big, engine: PG, production: true, cluster_name: prod-1 }
- { name: docs, engine: MONGODB }
`;

  it("get the default version of their engine, names of their own, and a stand-in for a cluster", () => {
    const { plan, problems } = outcomeOf(yaml.replace(/- \{ name: docs.*\n/, ""));
    expect(plan?.databases).toEqual([
      { name: "db", engine: "PG", version: "16", database: "db", user: "db", attachedUrl: null },
      { name: "old", engine: "PG", version: "12", database: "main", user: "me", attachedUrl: null },
      { name: "cache", engine: "VALKEY", version: "8", database: "cache", user: "cache", attachedUrl: null },
      { name: "big", engine: "PG", version: "16", database: "big", user: "big", attachedUrl: null },
    ]);
    expect(problems).toMatchObject([{ severity: "notice", rule: "managed-database-replaced" }]);
  });

  it("that we do not run are refused with the way to attach them", () => {
    const { plan, problems } = outcomeOf(yaml);
    expect(plan).toBeNull();
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { field: "databases[4].engine", hint: "give its URL in .do/ashore.yaml under attach: docs" },
    ]);
  });

  it("are attached by the URL of .do/ashore.yaml, whatever they are", () => {
    const attached = { big: "EV[1:a:b]", docs: "EV[1:c:d]", dcos: "EV[1:e:f]" };
    const { plan, problems } = outcomeOf(yaml, NODE, { host: { ...host, attached } });
    expect(plan?.databases.map(({ attachedUrl }) => attachedUrl)).toEqual([
      null,
      null,
      null,
      "EV[1:a:b]",
      "EV[1:c:d]",
    ]);
    expect(problems).toMatchObject([{ rule: "attach-unknown", hint: "did you mean docs?" }]);
  });
});

describe("routes", () => {
  it("come from the ingress with every kind of match and target", () => {
    const plan = planOf(`
name: app
domains: [{ domain: WWW.Example.com. }]
services: [{ name: web }]
ingress:
  rules:
  - match: { path: { prefix: /api }, authority: { exact: api.example.com } }
    component: { name: web, preserve_path_prefix: true }
    cors: { allow_origins: [{ exact: "https://a" }, { regex: ".*" }], allow_methods: [GET], max_age: 5m }
  - match: { path: { exact: /ping } }
    component: { name: web, rewrite: /v1/ }
  - match: { path: { prefix: / }, authority: { exact: "\${STARTER_DOMAIN}" } }
    redirect: { authority: www.example.com, redirect_code: 301 }
  - match: { authority: { exact: "" } }
    component: { name: web }
`);
    expect(plan.routes).toEqual([
      {
        host: { exact: "api.example.com" },
        path: { prefix: "/api" },
        target: { kind: "component", name: "web", prefix: "keep" },
        cors: {
          allowOrigins: [{ exact: "https://a" }, { regex: ".*" }],
          allowMethods: ["GET"],
          allowHeaders: [],
          exposeHeaders: [],
          maxAgeSeconds: 300,
          allowCredentials: false,
        },
      },
      {
        host: null,
        path: { exact: "/ping" },
        target: { kind: "component", name: "web", prefix: { rewrite: "/v1/" } },
        cors: null,
      },
      {
        host: { exact: "app.localhost" },
        path: { prefix: "/" },
        target: {
          kind: "redirect",
          uri: null,
          authority: "www.example.com",
          port: null,
          scheme: null,
          code: 301,
        },
        cors: null,
      },
      {
        host: null,
        path: { prefix: "/" },
        target: { kind: "component", name: "web", prefix: "trim" },
        cors: null,
      },
    ]);
    expect(plan.hosts).toEqual([
      "app.localhost",
      "app.ashore.internal",
      "www.example.com",
      "api.example.com",
    ]);
  });
});
