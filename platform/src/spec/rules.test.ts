import { describe, expect, test } from "vitest";
import type { AppSpec } from "./app-spec.ts";
import { parseSpec } from "./parse.ts";
import { printSpec } from "./print.ts";
import { checkRules, rules } from "./rules.ts";

const git = "git: { repo_clone_url: https://example.com/a.git, branch: main }";

/** A spec with one sound service; `more` is put behind it, `fields` into the service. */
function withService(fields = "", more = ""): string {
  return `name: demo\nservices:\n  - name: web\n    ${git}\n${indent(fields, 4)}${more}`;
}

function withWorker(fields: string): string {
  return `name: demo\nworkers:\n  - name: queue\n    ${git}\n${indent(fields, 4)}`;
}

function withJob(fields: string): string {
  return `name: demo\njobs:\n  - name: seed\n    ${git}\n${indent(fields, 4)}`;
}

function withSite(fields: string, more = ""): string {
  return `name: demo\nstatic_sites:\n  - name: site\n    ${git}\n${indent(fields, 4)}${more}`;
}

function withRules(...ingress: readonly string[]): string {
  return withService("", `ingress:\n  rules:\n${ingress.map((rule) => `    - ${rule}\n`).join("")}`);
}

function indent(text: string, width: number): string {
  return text === "" ? "" : `${text.replaceAll(/^/gm, " ".repeat(width))}\n`;
}

function told(text: string, rule: string): readonly string[] {
  const { problems } = parseSpec(text);
  expect(problems.filter(({ layer }) => layer === "parse")).toEqual([]);
  return problems
    .filter((problem) => problem.rule === rule)
    .map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
}

type Case = readonly [what: string, text: string, ...found: string[]];

function judges(rule: string, cases: readonly Case[]): void {
  describe(rule, () => {
    test.each(cases)("%s", (_what, text, ...found) => {
      expect(told(text, rule)).toEqual(found);
    });
  });
}

test("has each rule once, and a test for each", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !judged.has(name))).toEqual([]);
});

// Notices say what becomes of a field; an example may need a field that has no effect here.
describe.each(rules)("rule $name", ({ name, severity, why, failing, passing }) => {
  const notOnlyTold = (spec: AppSpec) => checkRules(spec).filter((found) => found.severity !== "notice");

  test("finds its failing example, and nothing else is wrong there", () => {
    expect(checkRules(failing)).toContainEqual(expect.objectContaining({ rule: name, severity, why }));
    expect(notOnlyTold(failing).filter(({ rule }) => rule !== name)).toEqual([]);
  });

  test("is silent on its passing example, where nothing else is wrong either", () => {
    expect(checkRules(passing).filter(({ rule }) => rule === name)).toEqual([]);
    expect(notOnlyTold(passing)).toEqual([]);
  });

  test("has examples that read back as they are printed", () => {
    for (const spec of [failing, passing]) expect(parseSpec(printSpec(spec, "yaml")).spec).toEqual(spec);
  });
});

test("finds nothing in a sound spec with everything in it", () => {
  const text = withService(
    [
      "http_port: 3000",
      "internal_ports: [9090]",
      "instance_count: 2",
      "instance_size_slug: apps-s-1vcpu-1gb",
      "health_check: { http_path: /up, port: 9090 }",
      "liveness_health_check: { port: 3000, success_threshold: 1 }",
      "termination: { drain_seconds: 10, grace_period_seconds: 30 }",
      "envs: [{ key: PORT, value: '3000' }, { key: URL, value: '${APP_URL}', scope: RUN_TIME }]",
    ].join("\n"),
    `  - name: cache
    image: { registry_type: DOCKER_HUB, registry: library, repository: redis, tag: 7-alpine }
    internal_ports: [6379]
static_sites:
  - name: site
    ${git}
    catchall_document: index.html
jobs:
  - name: migrate
    ${git}
    kind: PRE_DEPLOY
    timeout: 10m
  - name: nightly
    ${git}
    kind: SCHEDULED
    schedule: { cron: "0 3 * * *", time_zone: Europe/Paris }
databases:
  - { name: db, engine: PG, version: "16" }
domains:
  - { domain: www.example.com, type: PRIMARY, wildcard: true }
ingress:
  rules:
    - { match: { authority: { exact: "\${STARTER_DOMAIN}" } }, redirect: { authority: www.example.com } }
    - { match: { path: { prefix: /api } }, component: { name: web, preserve_path_prefix: true } }
    - { match: { path: { prefix: / } }, component: { name: site } }
`,
  );
  expect(parseSpec(text).problems).toEqual([]);
});

const tables: Readonly<Record<string, readonly Case[]>> = {
  limits: [
    ["refuses a bad name", withService().replace("demo", "My_App"), "error name: cannot be My_App"],
    [
      "refuses a name that ends with a dash",
      withService().replace("demo", "demo-"),
      "error name: cannot be demo-",
    ],
    ["refuses a name of one letter", withService().replace("demo", "d"), "error name: cannot be d"],
    ["misses a name", `services:\n  - { name: web, ${git} }\n`, "error name: is missing"],
    [
      "tells a placeholder as one",
      withService().replace("demo", "${APP}"),
      "error name: holds ${APP}, which is filled in for values of variables only",
    ],
    [
      "refuses numbers out of range",
      withService("http_port: 70000\ninstance_count: 251"),
      "error services[0].http_port: cannot be 70000",
      "error services[0].instance_count: cannot be 251",
    ],
    [
      "refuses an env key",
      withService("envs: [{ key: A-B, value: c }]"),
      "error services[0].envs[0].key: cannot be A-B",
    ],
    ["misses an env key", withService("envs: [{ value: c }]"), "error services[0].envs[0].key: is missing"],
    [
      "refuses a repository URL where owner/repository is wanted",
      withService().replace(git, "github: { repo: 'https://github.com/a/b', branch: c }"),
      "error services[0].github.repo: cannot be https://github.com/a/b",
    ],
    ["takes sub-groups of GitLab", withService().replace(git, "gitlab: { repo: a/b/c, branch: d }")],
    [
      "refuses a success threshold of a liveness check",
      withWorker("liveness_health_check: { port: 1, success_threshold: 2 }"),
      "error workers[0].liveness_health_check.success_threshold: cannot be 2",
    ],
    [
      "refuses a host name without a dot",
      withService("", "domains: [{ domain: localhost }]\n"),
      "error domains[0].domain: cannot be localhost",
    ],
    [
      "takes international host names",
      withService("", "domains: [{ domain: xn--bcher-kva.example }, { domain: a.xn--p1ai }]\n"),
    ],
    [
      "refuses a path that is too long",
      withRules(`{ match: { path: { prefix: /${"a".repeat(256)} } }, component: { name: web } }`),
      "error ingress.rules[0].match.path.prefix: cannot be 257 characters long",
    ],
  ],
  "no-component": [
    [
      "wants one",
      "name: demo\ndatabases: [{ name: db, engine: PG }]\n",
      "error services: are missing, and so is any other component",
    ],
    ["is content with a job", withJob("kind: PRE_DEPLOY")],
  ],
  "unique-names": [
    [
      "spans all kinds and databases",
      withService("", `workers:\n  - { name: web, ${git} }\ndatabases: [{ name: web, engine: PG }]\n`),
      "error workers[0].name: is web, as is services[0].name",
      "error databases[0].name: is web, as is services[0].name",
    ],
  ],
  "one-source": [
    ["wants a source", "name: demo\nservices: [{ name: web }]\n", "error services[0]: has no source"],
    [
      "wants one only",
      withService("github: { repo: a/b, branch: main }"),
      "error services[0]: has several sources: git, github",
    ],
  ],
  "code-source": [
    [
      "wants a repository",
      withService().replace(git, "github: { branch: main }"),
      "error services[0].github.repo: is missing",
    ],
    [
      "wants a URL for git",
      withService().replace(git, "git: { repo_clone_url: acme/web, branch: main }"),
      "error services[0].git.repo_clone_url: is no URL",
    ],
    [
      "takes the SSH form",
      withService().replace(git, "git: { repo_clone_url: 'git@example.com:a/b.git', branch: main }"),
    ],
    [
      "tells that the default branch is taken",
      withService().replace(git, "github: { repo: a/b }"),
      "notice services[0].github.branch: is missing, the default branch is taken",
    ],
  ],
  image: [
    [
      "wants a kind of registry and a repository",
      withService().replace(git, "image: { tag: v1 }"),
      "error services[0].image.registry_type: is missing",
      "error services[0].image.repository: is missing",
    ],
    [
      "wants the organisation on Docker Hub",
      withService().replace(git, "image: { registry_type: DOCKER_HUB, repository: redis }"),
      "error services[0].image.registry: is missing",
    ],
    [
      "needs no registry for DOCR",
      withService().replace(git, "image: { registry_type: DOCR, repository: web }"),
    ],
    [
      "takes tag or digest",
      withService().replace(
        git,
        "image: { registry_type: DOCR, repository: web, tag: a, digest: 'sha256:b' }",
      ),
      "error services[0].image.digest: stands beside a tag",
    ],
    [
      "lets no push follow a digest",
      withService().replace(
        git,
        "image: { registry_type: DOCR, repository: web, digest: 'sha256:b', deploy_on_push: { enabled: true } }",
      ),
      "error services[0].image.deploy_on_push: cannot follow a digest, which never changes",
    ],
    [
      "lets pushes of DOCR only be followed",
      withService().replace(
        git,
        "image: { registry_type: GHCR, registry: a, repository: web, deploy_on_push: { enabled: true } }",
      ),
      "warning services[0].image.deploy_on_push: works for images of DOCR only",
    ],
  ],
  sizes: [
    [
      "knows the slugs",
      withService("instance_size_slug: basic-xxl"),
      "warning services[0].instance_size_slug: is basic-xxl, which is no instance size we know; the default one counts",
    ],
    [
      "lets small sizes have one instance",
      withWorker("instance_size_slug: apps-s-1vcpu-1gb-fixed\ninstance_count: 2"),
      "error workers[0].instance_count: is 2, and apps-s-1vcpu-1gb-fixed allows one instance only",
    ],
    [
      "lets the default size have one instance",
      withService("instance_count: 2"),
      "error services[0].instance_count: is 2, and apps-s-1vcpu-0.5gb allows one instance only",
    ],
  ],
  autoscaling: [
    [
      "excludes a fixed count",
      withService(
        "instance_size_slug: apps-d-1vcpu-1gb\ninstance_count: 2\nautoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 70 } } }",
      ),
      "error services[0].instance_count: stands beside autoscaling",
    ],
    [
      "wants the least below the most",
      withService(
        "instance_size_slug: apps-d-1vcpu-1gb\nautoscaling: { min_instance_count: 4, max_instance_count: 3, metrics: { cpu: { percent: 70 } } }",
      ),
      "error services[0].autoscaling.max_instance_count: is 3, which is not above min_instance_count",
    ],
    [
      "wants dedicated CPUs to follow their use",
      withWorker(
        "autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 70 } } }",
      ),
      "error workers[0].autoscaling.metrics.cpu: needs dedicated CPUs, which the default size has not",
    ],
    [
      "wants bounds and a metric",
      withService("autoscaling: {}"),
      "warning services[0].autoscaling.min_instance_count: is missing",
      "warning services[0].autoscaling.max_instance_count: is missing",
      "warning services[0].autoscaling.metrics: are missing, so nothing decides",
    ],
    [
      "has no requests to count for workers",
      withWorker(
        "autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { requests_per_second: { per_instance: 9 } } }",
      ),
      "warning workers[0].autoscaling.metrics: name requests, which no worker gets",
    ],
  ],
  ports: [
    [
      "are named once",
      withService("http_port: 80\ninternal_ports: [80, 90, 90]"),
      "warning services[0].internal_ports[0]: is 80, which http_port opens already",
      "warning services[0].internal_ports[2]: is 90 once more",
    ],
    [
      "agree with PORT",
      withService("http_port: 3000\nenvs: [{ key: PORT, value: '4000' }]"),
      "warning services[0].envs[0].value: is 4000, and requests go to port 3000",
    ],
    [
      "agree with PORT where none is set",
      withService("envs: [{ key: PORT, value: '4000' }]"),
      "warning services[0].envs[0].value: is 4000, and requests go to port 8080",
    ],
    [
      "leave PORT of an internal service alone",
      withService("internal_ports: [9000]\nenvs: [{ key: PORT, value: '9000' }]"),
    ],
  ],
  "health-check": [
    [
      "probes a port of the service",
      withService("http_port: 80\ninternal_ports: [81]\nhealth_check: { port: 82 }"),
      "error services[0].health_check.port: is 82, which is neither http_port nor one of internal_ports",
    ],
    ["takes the default port", withService("health_check: { port: 8080 }")],
    [
      "takes the default port of an internal service that is routed",
      withService(
        "internal_ports: [81]\nhealth_check: { port: 8080 }",
        "ingress: { rules: [{ component: { name: web } }] }\n",
      ),
    ],
    ["takes an internal port", withService("internal_ports: [81]\nhealth_check: { port: 81 }")],
    [
      "wants a port where there is no http_port",
      withService("internal_ports: [81]\nhealth_check: {}"),
      "warning services[0].health_check.port: is missing, and the service has no http_port",
    ],
    [
      "wants a port for a worker",
      withWorker("liveness_health_check: {}"),
      "warning workers[0].liveness_health_check.port: is missing, and a worker has no port of its own",
    ],
    [
      "wants a path with a slash",
      withService("health_check: { http_path: up }"),
      "warning services[0].health_check.http_path: is up",
    ],
  ],
  "static-site": [
    [
      "has one answer to unknown paths",
      withSite("error_document: a.html\ncatchall_document: b.html"),
      "error static_sites[0].catchall_document: stands beside error_document",
    ],
    [
      "built by a Dockerfile names its directory",
      withSite("dockerfile_path: Dockerfile"),
      "error static_sites[0].output_dir: is missing",
    ],
    [
      "built by a Dockerfile names an absolute directory",
      withSite("dockerfile_path: Dockerfile\noutput_dir: dist"),
      "error static_sites[0].output_dir: is dist",
    ],
    [
      "built by a Dockerfile does not publish the whole image",
      withSite("dockerfile_path: Dockerfile\noutput_dir: /"),
      "error static_sites[0].output_dir: is /",
    ],
    [
      "has no variables at run time",
      withSite("envs: [{ key: A, value: b, scope: RUN_TIME }, { key: C }]"),
      "warning static_sites[0].envs[0].scope: is RUN_TIME, and a static site has no run time, so nothing sees A",
    ],
    ["without a Dockerfile may name any directory", withSite("output_dir: dist")],
  ],
  job: [
    [
      "of no kind is told when it runs",
      withJob(""),
      "notice jobs[0].kind: is missing, so the job runs after each deployment (POST_DEPLOY)",
    ],
    [
      "with a schedule must be SCHEDULED",
      withJob("kind: PRE_DEPLOY\nschedule: { cron: '0 3 * * *' }"),
      "error jobs[0].schedule: is for jobs of kind SCHEDULED",
    ],
    ["SCHEDULED needs a schedule", withJob("kind: SCHEDULED"), "error jobs[0].schedule.cron: is missing"],
    [
      "may not run too often",
      withJob("kind: SCHEDULED\nschedule: { cron: '*/5 * * * *' }"),
      "error jobs[0].schedule.cron: is */5 * * * *, which has 5 min between two runs",
    ],
    [
      "needs a time zone that exists",
      withJob("kind: SCHEDULED\nschedule: { cron: '0 3 * * *', time_zone: Mars/Base }"),
      "error jobs[0].schedule.time_zone: is Mars/Base, which is no time zone",
    ],
    [
      "needs a timeout with a unit",
      withJob("kind: PRE_DEPLOY\ntimeout: '30'"),
      "error jobs[0].timeout: is 30, which is no length of time",
    ],
    [
      "of a deployment is ended after half an hour",
      withJob("kind: PRE_DEPLOY\ntimeout: 1h"),
      "warning jobs[0].timeout: is 1h, and App Platform ends jobs of a deployment after 30m",
    ],
    [
      "on a schedule may take longer",
      withJob("kind: SCHEDULED\ntimeout: 1h\nschedule: { cron: '0 3 * * *' }"),
    ],
  ],
  "env-keys": [
    [
      "stand once in a list",
      withService("envs: [{ key: A }, { key: B }, { key: A }]"),
      "warning services[0].envs[2].key: is A, as is services[0].envs[0].key; the last one counts",
    ],
    ["of a component may be those of the app", withService("envs: [{ key: A }]", "envs: [{ key: A }]\n")],
  ],
  routes: [
    [
      "start with a slash",
      withService("routes: [{ path: api }]"),
      "error services[0].routes[0].path: cannot be api",
    ],
    [
      "beside ingress are added",
      withService(
        "routes: [{ path: /api }]",
        "ingress: { rules: [{ match: { path: { prefix: / } }, component: { name: web } }] }\n",
      ),
      "warning services[0].routes: stand beside ingress.rules and are added to them",
    ],
    [
      "that are missing are told when there are several components",
      withService("", `  - { name: api, ${git} }\n`),
      "notice services[0]: has no route, web is put at /",
      "warning services[1]: has no route, api is put at /api",
    ],
    ["need not be there for a lone component", withService()],
  ],
  "route-matches": [
    [
      "differ",
      withRules(
        "{ match: { path: { prefix: / } }, component: { name: web } }",
        "{ component: { name: web } }",
      ),
      "error ingress.rules[1]: takes /, as ingress.rules[0] does",
    ],
    [
      "differ between components",
      withService(
        "routes: [{ path: /a }]",
        `static_sites:\n  - { name: site, ${git}, routes: [{ path: /a }] }\n`,
      ),
      "error static_sites[0].routes[0]: takes /a, as services[0].routes[0] does",
    ],
    [
      "may be prefix and exact of one path",
      withRules(
        "{ match: { path: { exact: /a } }, component: { name: web } }",
        "{ match: { path: { prefix: /a } }, component: { name: web } }",
      ),
    ],
    [
      "may be the same on different hosts",
      withRules(
        "{ match: { authority: { exact: a.example.com } }, component: { name: web } }",
        "{ match: { authority: { exact: b.example.com } }, component: { name: web } }",
      ),
    ],
    [
      "that depend on their order are told",
      withRules(
        "{ component: { name: web } }",
        "{ match: { path: { prefix: /a } }, component: { name: web } }",
      ),
      "notice ingress.rules[1]: takes /a, which ingress.rules[0] takes as well; Ashore takes the more specific one",
    ],
    [
      "end at a slash",
      withRules(
        "{ match: { path: { prefix: /a } }, component: { name: web } }",
        "{ match: { path: { prefix: /ab } }, component: { name: web } }",
      ),
    ],
  ],
  "ingress-rule": [
    [
      "leads somewhere",
      withRules("{ match: { path: { prefix: / } } }"),
      "error ingress.rules[0]: leads nowhere",
    ],
    [
      "leads to one place",
      withRules("{ component: { name: web }, redirect: { uri: /a } }"),
      "error ingress.rules[0].redirect: stands beside component",
    ],
    [
      "has one kind of path",
      withRules("{ match: { path: { prefix: /a, exact: /b } }, component: { name: web } }"),
      "error ingress.rules[0].match.path: has both prefix and exact",
    ],
    [
      "keeps an empty prefix apart from none",
      withRules('{ match: { path: { prefix: "" } }, component: { name: web } }'),
    ],
    [
      "has a path at all",
      withRules("{ match: { path: {} }, component: { name: web } }"),
      "warning ingress.rules[0].match.path: says neither prefix nor exact, so every path matches",
    ],
    [
      "has a path with a slash",
      withRules("{ match: { path: { prefix: api } }, component: { name: web } }"),
      "warning ingress.rules[0].match.path.prefix: is api",
    ],
    [
      "preserves or rewrites",
      withRules("{ component: { name: web, preserve_path_prefix: true, rewrite: /a } }"),
      "error ingress.rules[0].component.rewrite: stands beside preserve_path_prefix",
    ],
    [
      "has no wildcard",
      withRules('{ match: { authority: { exact: "*.example.com" } }, component: { name: web } }'),
      "error ingress.rules[0].match.authority.exact: is *.example.com, and no wildcard is allowed",
    ],
    [
      "names a host of the app",
      withRules("{ match: { authority: { exact: a.example.com } }, component: { name: web } }"),
      "warning ingress.rules[0].match.authority.exact: is a.example.com, which is none of the app's domains",
    ],
    [
      "redirects with a code that redirects",
      withRules("{ redirect: { uri: /a, redirect_code: 200 } }"),
      "error ingress.rules[0].redirect.redirect_code: is 200",
    ],
    [
      "redirects to another address",
      withRules("{ redirect: {} }"),
      "warning ingress.rules[0].redirect: leads back to the same address",
    ],
  ],
  "ingress-target": [
    [
      "exists",
      withRules("{ component: { name: wbe } }"),
      "notice services[0]: has no ingress rule, so only other components reach it",
      "error ingress.rules[0].component.name: is wbe, which is no component",
    ],
    [
      "answers requests",
      withWorker("").replace(/$/, "ingress: { rules: [{ component: { name: queue } }] }\n"),
      "error ingress.rules[0].component.name: is queue, a worker, which answers no requests",
    ],
    [
      "is no database",
      withService(
        "",
        "databases: [{ name: db, engine: PG }]\ningress: { rules: [{ component: { name: web } }, { match: { path: { prefix: /a } }, component: { name: db } }] }\n",
      ),
      "error ingress.rules[1].component.name: is db, a database, which answers no requests",
    ],
    [
      "has a port for requests",
      withService("internal_ports: [90]", "ingress: { rules: [{ component: { name: web } }] }\n"),
      "warning ingress.rules[0].component.name: is web, which has internal_ports and no http_port; 8080 is taken",
    ],
    [
      "is every site",
      withSite(
        "",
        `services:\n  - { name: web, ${git} }\ningress: { rules: [{ component: { name: web } }] }\n`,
      ),
      "warning static_sites[0]: has no ingress rule, so nobody reaches it",
    ],
  ],
  cors: [
    [
      "has one kind of match for an origin",
      withService("cors: { allow_origins: [{ exact: a, regex: b }, {}] }"),
      "error services[0].cors.allow_origins[0]: has exact and regex",
      "error services[0].cors.allow_origins[1]: has no match",
    ],
    [
      "has expressions that are some",
      withRules("{ component: { name: web }, cors: { allow_origins: [{ regex: '(' }] } }"),
      "warning ingress.rules[0].cors.allow_origins[0].regex: is (, which is no regular expression",
    ],
    [
      "keeps answers for a length of time",
      withRules("{ component: { name: web }, cors: { max_age: '600' } }"),
      "error ingress.rules[0].cors.max_age: is 600, which is no length of time",
    ],
    [
      "doubts expressions together with credentials",
      withRules(
        "{ component: { name: web }, cors: { allow_credentials: true, allow_origins: [{ regex: a }] } }",
      ),
      "warning ingress.rules[0].cors.allow_origins[0].regex: may not work together with allow_credentials",
    ],
  ],
  domains: [
    [
      "have one PRIMARY",
      withService(
        "",
        "domains: [{ domain: a.example.com, type: PRIMARY }, { domain: b.example.com, type: PRIMARY }]\n",
      ),
      "error domains[1].type: is PRIMARY, as is domains[0].type",
    ],
    [
      "differ, whatever their case",
      withService("", "domains: [{ domain: a.example.com }, { domain: A.example.com. }]\n"),
      "error domains[1].domain: is A.example.com., as is domains[0].domain",
    ],
    [
      "have a TLS version that exists",
      withService("", "domains: [{ domain: a.example.com, minimum_tls_version: '1.1' }]\n"),
      "error domains[0].minimum_tls_version: is 1.1",
    ],
  ],
  databases: [
    [
      "for production name a cluster",
      withService("", "databases: [{ name: db, engine: PG, production: true }]\n"),
      "warning databases[0].cluster_name: is missing, and App Platform wants it for a production database",
    ],
    [
      "for development are PG",
      withService("", "databases: [{ name: db, engine: MYSQL }]\n"),
      "warning databases[0].engine: is MYSQL, and App Platform has development databases for PG only",
    ],
    [
      "for development have a version that App Platform lists",
      withService("", "databases: [{ name: db, engine: PG, version: '12' }]\n"),
      "notice databases[0].version: is 12, and App Platform lists 13, 14, 15, 16 for development databases",
    ],
    [
      "are PG without an engine",
      withService("", "databases: [{ name: db }]\n"),
      "notice databases[0].engine: is missing, PG is taken",
    ],
    [
      "have users and databases only where there are some",
      withService("", "databases: [{ name: db, engine: REDIS, cluster_name: c, db_name: a, db_user: b }]\n"),
      "warning databases[0].db_name: has no meaning for REDIS",
      "warning databases[0].db_user: has no meaning for REDIS",
    ],
  ],
  alerts: [
    [
      "of the app watch the app",
      withService("", "alerts: [{ rule: DEPLOYMENT_FAILED }, { rule: CPU_UTILIZATION }]\n"),
      "warning alerts[1].rule: is CPU_UTILIZATION, which cannot be watched here",
    ],
    [
      "of a worker have no requests",
      withWorker(
        "alerts: [{ rule: REQUESTS_PER_SECOND, operator: GREATER_THAN, value: 1, window: ONE_HOUR }]",
      ),
      "warning workers[0].alerts[0].rule: is REQUESTS_PER_SECOND, which cannot be watched here",
    ],
    [
      "on a measure say when",
      withService("alerts: [{ rule: CPU_UTILIZATION, value: 80 }]"),
      "warning services[0].alerts[0]: lacks operator, window",
    ],
    [
      "have a rule",
      withService("alerts: [{ disabled: true }]"),
      "warning services[0].alerts[0].rule: is missing",
    ],
  ],
  "log-destinations": [
    [
      "have one receiver",
      withService("log_destinations: [{ name: none }, { name: both, logtail: { token: a }, endpoint: b }]"),
      "error services[0].log_destinations[0]: has no receiver",
      "error services[0].log_destinations[1]: has several receivers: logtail, endpoint",
    ],
    [
      "find OpenSearch one way",
      withService("log_destinations: [{ name: logs, open_search: { index_name: a } }]"),
      "error services[0].log_destinations[0].open_search: needs either endpoint or cluster_name",
    ],
  ],
  "platform-options": [
    ["know the regions", withService("", "region: nyx\n"), "warning region: is nyx, which is no region"],
    ["know the older names of regions", withService("", "region: nyc3\n")],
    [
      "doubt the edge cache without a domain",
      withService("", "disable_edge_cache: true\n"),
      "warning disable_edge_cache: needs a domain of your own",
    ],
    [
      "doubt the edge cache with a static site",
      withSite("", "disable_edge_cache: true\n"),
      "warning disable_edge_cache: is not possible for an app with static sites",
    ],
    [
      "know the languages",
      withService("environment_slug: nodejs"),
      "notice services[0].environment_slug: is nodejs, which App Platform does not list",
    ],
  ],
  deprecated: [
    [
      "is told once",
      withService("routes: [{ path: /a }]", `  - { name: api, ${git}, routes: [{ path: /b }] }\n`),
      "notice services[0].routes: is deprecated",
    ],
    [
      "covers the old stack",
      withService("", "features: [buildpack-stack=ubuntu-18]\n"),
      "notice features[0]: asks for a stack that is no longer built",
    ],
  ],
  support: [
    [
      "is told once for a field without effect",
      withService("", "region: nyc\nalerts: [{ rule: DEPLOYMENT_FAILED }]\n"),
      "notice region: has no effect here, the app runs on this machine",
      "notice alerts: has no effect here, alerts are not sent yet",
    ],
    [
      "leaves out what is switched off",
      withService().replace(git, "github: { repo: a/b, branch: c, deploy_on_push: false }"),
    ],
    [
      "refuses functions",
      `name: demo\nfunctions:\n  - { name: fn, ${git} }\n`,
      "error functions: cannot be run",
    ],
  ],
};
const judged = new Set(Object.keys(tables));
for (const [rule, cases] of Object.entries(tables)) judges(rule, cases);
