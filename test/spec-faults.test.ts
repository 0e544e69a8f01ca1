import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harbour, untilNothingIsLeft, type Harbour, type Outcome } from "./kit.ts";
import { appFiles, service } from "./small-apps.ts";

describe("a spec with faults", () => {
  let at: Harbour;
  beforeAll(async () => {
    at = await harbour();
  });
  afterAll(() => at.end());

  const up = (spec: string, files: Record<string, string> = {}): Promise<Outcome> =>
    at.ashore(["up", at.checkout({ ".do/app.yaml": spec, ...files }), "--detach"]);

  /** Refused as the author's fault, with a line for each fault, before anything was started. */
  function expectRefused(outcome: Outcome, faults: readonly RegExp[]): void {
    const text = outcome.stdout + outcome.stderr;
    expect(outcome.code, text).toBe(2);
    for (const fault of faults) expect(text).toMatch(fault);
    expect(text).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  }

  it("is refused with every fault of its text at once, by line and column, and starts nothing", async () => {
    const outcome = await up(
      [
        "name: faulty",
        "services:",
        "  - name: web",
        "    http_prot: 8080",
        "    instance_count: many",
        "    envs:",
        "      - key: A",
        "        scope: RUNTIME",
        "workers: nothing",
      ].join("\n"),
    );
    expectRefused(outcome, [
      /app\.yaml:4:5 services\[0\]\.http_prot: .*http_port/,
      /app\.yaml:5:\d+ services\[0\]\.instance_count: /,
      /app\.yaml:8:\d+ services\[0\]\.envs\[0\]\.scope: .*RUN_TIME/,
      /app\.yaml:9:\d+ workers: /,
    ]);
    expect(existsSync(join(at.home, "server.sock"))).toBe(false);
  });

  it("is refused when its YAML is broken, where it breaks", async () => {
    expectRefused(await up("name: broken\nservices:\n  - name: [web\n    http_port: 8080\n"), [
      /app\.yaml:[34]:\d+/,
    ]);
    await untilNothingIsLeft(at.home);
  });

  it("is refused for names, limits and references to each other, all at once", async () => {
    const outcome = await up(
      [
        "name: Bad_Name",
        "services:",
        "  - name: web",
        "    github: { repo: a/b, branch: main }",
        "    http_port: 99999",
        "    instance_count: -1",
        "  - name: web",
        "    github: { repo: a/b, branch: main }",
        "ingress:",
        "  rules:",
        "    - match: { path: { prefix: / } }",
        "      component: { name: wbe }",
      ].join("\n"),
    );
    expectRefused(outcome, [
      /app\.yaml:1:\d+ name: /,
      /app\.yaml:5:\d+ services\[0\]\.http_port: /,
      /app\.yaml:6:\d+ services\[0\]\.instance_count: /,
      /app\.yaml:7:\d+ services\[1\]\.name: /,
      /app\.yaml:12:\d+ ingress\.rules\[0\]\.component\.name: .*web/,
    ]);
  });

  it("is refused for what this runtime does not run, each by its name and place", async () => {
    const outcome = await up(
      [
        "name: unsupported",
        "services:",
        "  - name: web",
        "    github: { repo: a/b, branch: main }",
        "    dockerfile_path: Dockerfile",
        "  - name: proxy",
        "    image: { registry_type: DOCKER_HUB, registry: library, repository: nginx, tag: latest }",
        "functions:",
        "  - name: fn",
        "    github: { repo: a/b, branch: main }",
        "databases:",
        "  - name: events",
        "    engine: KAFKA",
        "    production: true",
      ].join("\n"),
      { Dockerfile: "FROM scratch\n" },
    );
    expectRefused(outcome, [
      /app\.yaml:5:\d+ services\[0\]\.dockerfile_path: .*Docker/,
      /app\.yaml:7:\d+ services\[1\]\.image: .*image other than redis or valkey/,
      /app\.yaml:8:\d+ functions(\[0\])?: /,
      /app\.yaml:1[23]:\d+ databases\[0\](\.engine)?: .*ashore\.yaml/,
    ]);
  });

  it("names every missing secret with the component that needs it, before anything is built", async () => {
    const secret = (key: string): object => ({ key, type: "SECRET", scope: "RUN_TIME" });
    const spec = {
      name: "secrets",
      envs: [secret("APP_KEY")],
      services: [service("web", { envs: [secret("API_TOKEN")] })],
      workers: [
        { ...service("mail"), http_port: undefined, health_check: undefined, envs: [secret("SMTP")] },
      ],
    };
    const directory = at.checkout(appFiles(spec, { web: "", mail: "" }));
    const outcome = await at.ashore(["up", directory, "--detach"]);
    expectRefused(outcome, [/APP_KEY/, /web.*API_TOKEN|API_TOKEN.*web/, /mail.*SMTP|SMTP.*mail/]);
    expect(outcome.stdout + outcome.stderr).not.toContain("build");
  });

  it("is refused when a directory or a branch is not there, with what is", async () => {
    const spec = { name: "absent", services: [service("web", { source_dir: "wbe" })] };
    const files = { ...appFiles(spec, { web: "" }), "web/index.js": "" };
    const outcome = await at.ashore(["up", at.checkout(files), "--detach"]);
    expectRefused(outcome, [/services\[0\]\.source_dir: .*wbe.*web/]);
  });

  it("is said to be missing when there is none, with where it was looked for", async () => {
    const outcome = await at.ashore(["up", at.checkout({ "server.js": "" }), "--detach"]);
    expectRefused(outcome, [/\.do\/app\.yaml/]);
  });

  it("tells a machine the same as JSON", async () => {
    const directory = at.checkout({ ".do/app.yaml": "name: x\nservces: []\n" });
    const { code, stdout } = await at.ashore(["up", directory, "--detach", "--json"]);
    const answer = JSON.parse(stdout) as { error: { problems: object[] } };
    expect(code).toBe(2);
    expect(answer.error.problems).toContainEqual(
      expect.objectContaining({ layer: "parse", field: "servces", position: { line: 2, column: 1 } }),
    );
  });
});
