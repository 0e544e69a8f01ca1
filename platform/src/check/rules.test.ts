import { describe, expect, it } from "vitest";
import { checkApp } from "./check-app.ts";
import { rules } from "./rules.ts";
import { factsOf, found } from "./testing/found.ts";

const service = { name: "app", services: [{ name: "web", health_check: {} }] };

/** Notices may come on top, and what needs Docker needs it in every example. */
function isLoud(name: string): boolean {
  return name !== "needs-docker" && rules.find((rule) => rule.name === name)?.severity !== "notice";
}

describe.each(rules)("rule $name", (rule) => {
  it("finds its failing example, and nothing else is wrong there", () => {
    const names = found(rule.failing).filter((name) => name === rule.name || isLoud(name));
    expect(names).toEqual([rule.name]);
  });

  it("is silent on its passing example", () => {
    expect(found(rule.passing)).not.toContain(rule.name);
  });
});

describe("checkApp", () => {
  it("finds all that needs Docker at once, without any source", () => {
    const image = { registry_type: "GHCR", registry: "me", repository: "redis-commander" } as const;
    const services = [
      { name: "one", image },
      { name: "two", dockerfile_path: "Dockerfile" },
      { name: "three", image: { ...image, repository: "bitnami/redis" } },
    ];
    const problems = checkApp({ name: "app", services }, null, () => undefined);
    const found = problems.filter(({ severity }) => severity === "error");
    expect(found.map(({ field, rule }) => `${field} ${rule}`)).toEqual([
      "services[0].image needs-docker",
      "services[1].dockerfile_path needs-docker",
    ]);
  });

  it("gives each problem its place and the rule's advice", () => {
    const [problem] = checkApp(
      service,
      factsOf({ spec: service, files: { "requirements.txt": "" } }),
      (field) => (field === "services[0].run_command" ? { line: 3, column: 5 } : undefined),
    );
    expect(problem).toMatchObject({
      layer: "rule",
      severity: "error",
      rule: "python-run-command-missing",
      position: { line: 3, column: 5 },
      hint: "give the component a run_command, e.g. gunicorn --worker-tmp-dir /dev/shm app:app",
    });
  });

  it("needs no source for the rules of the spec alone", () => {
    const example = rules.find(({ name }) => name === "database-at-build")?.failing;
    const rulesOf = checkApp(example!.spec, null, () => undefined).map(({ rule }) => rule);
    expect(rulesOf).toContain("database-at-build");
    expect(checkApp(service, null, () => undefined)).toEqual([]);
  });

  it("says nothing of components whose directory is missing or that are images", () => {
    const spec = {
      name: "app",
      services: [{ name: "web", health_check: {}, image: { repository: "redis" } }],
    };
    expect(checkApp(spec, { sources: {}, components: {} }, () => undefined)).toEqual([]);
  });
});

describe("node-start-missing", () => {
  it("knows that npm starts a server.js by itself", () => {
    expect(found({ spec: service, files: { "package.json": "{}", "server.js": "" } })).toEqual([]);
  });

  it("lets a worker be started by the Procfile's worker process", () => {
    const spec = { name: "app", workers: [{ name: "queue" }] };
    expect(found({ spec, files: { "package.json": "{}", Procfile: "worker: node w.js" } })).toEqual([]);
    expect(found({ spec, files: { "package.json": "{}" } })).toEqual(["node-start-missing"]);
  });

  it("leaves a static site alone", () => {
    const spec = { name: "app", static_sites: [{ name: "site" }] };
    expect(found({ spec, files: { "package.json": "{}" } })).toEqual([]);
  });
});

describe("start-needs-pruned-package", () => {
  const manifest = '{"scripts":{"start":"NODE_OPTIONS=x tsx a.ts && node b"},"devDependencies":{"tsx":"4"}}';

  it("looks past assignments and into joined commands", () => {
    expect(found({ spec: service, files: { "package.json": manifest } })).toEqual([
      "start-needs-pruned-package",
    ]);
  });

  it("is silent when variables keep development dependencies", () => {
    const spec = { ...service, envs: [{ key: "NODE_ENV", value: "development" }] };
    expect(found({ spec, files: { "package.json": manifest } })).toEqual([]);
  });

  it("is silent when something else is run", () => {
    const spec = {
      name: "app",
      services: [{ name: "web", health_check: {}, run_command: "node dist/a.js" }],
    };
    expect(found({ spec, files: { "package.json": manifest } })).toEqual([]);
  });
});

describe("gunicorn-worker-directory", () => {
  it("trusts a configuration file and gunicorn's own variable", () => {
    const run = { name: "web", run_command: "python -m gunicorn app", health_check: {} };
    const spec = { name: "app", services: [run] };
    expect(found({ spec, files: { "requirements.txt": "" } })).toEqual(["gunicorn-worker-directory"]);
    expect(found({ spec, files: { "requirements.txt": "", "gunicorn.conf.py": "" } })).toEqual([]);
    const withVariable = {
      ...spec,
      envs: [{ key: "GUNICORN_CMD_ARGS", value: "--worker-tmp-dir=/dev/shm" }],
    };
    expect(found({ spec: withVariable, files: { "requirements.txt": "" } })).toEqual([]);
  });
});
