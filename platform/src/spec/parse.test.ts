import { describe, expect, test } from "vitest";
import { formatProblem } from "../base/problem.ts";
import { parseSpec } from "./parse.ts";

const good = `name: demo
services:
  - name: web
    github: { repo: acme/web, branch: main }
`;

function told(text: string): readonly string[] {
  return parseSpec(text).problems.map(
    (problem) => `${problem.layer} ${problem.severity} ${problem.rule} ${formatProblem(problem)}`,
  );
}

function valueOf(scalar: string): unknown {
  const { spec } = parseSpec(`${good}envs:\n  - key: A\n    value: ${scalar}\n`);
  return spec?.envs?.[0]?.value;
}

describe("a good spec", () => {
  const spec = {
    name: "demo",
    services: [{ name: "web", github: { repo: "acme/web", branch: "main" } }],
  };

  test.each([
    ["plain", good],
    ["with CRLF", good.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${good}`],
    ["behind a document marker", `# ours\n---\n${good}`],
    ["below spec:", `spec:\n${good.replaceAll(/^/gm, "  ")}`],
    ["as JSON", JSON.stringify(spec, null, "\t")],
    ["as JSON below spec", JSON.stringify({ spec })],
    ["with keys in another case", good.replace("services", "Services").replace("repo", "REPO")],
    ["with anchors", good.replace("web\n", "&web web\n").replace("acme/web", "acme/web")],
    ["with nulls", `${good}workers:\njobs: ~\nregion: ""\n`],
  ])("is read %s", (_form, text) => {
    const parsed = parseSpec(text);
    expect(parsed.spec).toEqual(spec);
    expect(parsed.problems.filter(({ layer }) => layer === "parse")).toEqual([]);
  });

  test("has no problem", () => {
    expect(told(good)).toEqual([]);
  });
});

describe("scalars of text fields", () => {
  test.each([
    ["0xD6d8c5D6d8c5D6d8c5D6d8c5", "0xD6d8c5D6d8c5D6d8c5D6d8c5"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["1e21", "1e21"],
    ["007", "007"],
    ["yes", "yes"],
    [".", "."],
    ["2024-01-31", "2024-01-31"],
    ["'8080'", "8080"],
    ["!!str 8080", "8080"],
    ["!!timestamp 2024-01-31", "2024-01-31"],
    ["${db.DATABASE_URL}", "${db.DATABASE_URL}"],
  ])("keep %s as it is written", (scalar, value) => {
    expect(valueOf(scalar)).toBe(value);
  });

  test("are a warning of the parse layer when doctl would refuse them, without telling the value", () => {
    expect(told(`${good}envs:\n  - key: PIN\n    value: 1234\n    type: SECRET\n`)).toEqual([
      "parse warning unquoted-text spec:7:12 envs[0].value: is a number, not text, and is taken as it is written; put it in quotes, doctl refuses it without",
    ]);
  });

  test("are no problem when they only look like numbers", () => {
    expect(told(`${good}envs:\n  - key: A\n    value: 0xD6d8c5D6d8c5D6d8c5D6d8c5\n`)).toEqual([]);
  });
});

describe("a value that is none of its field's", () => {
  test("is told once, and not as missing too", () => {
    const text =
      "name: app\njobs: [{ name: job, kind: PREDEPLOY, git: { repo_clone_url: https://a/b.git, branch: c } }]\ndatabases: [{ name: db, engine: POSTGRES }]\n";
    expect(parseSpec(text).problems.map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      "unknown-value jobs[0].kind",
      "unknown-value databases[0].engine",
    ]);
  });
});

describe("YAML", () => {
  test("that is broken is told with its place and gives no spec", () => {
    expect(parseSpec("name: demo\nservices:\n\t- name: web\n").spec).toBeNull();
    expect(told("name: demo\nservices:\n\t- name: web\n")).toEqual([
      "parse error yaml-syntax spec:3:1: tabs are not allowed as indentation; indent with spaces",
    ]);
  });

  test("takes the last of duplicate keys with a warning that is no parse problem", () => {
    const text =
      "name: demo\nname: other\nservices:\n  - name: web\n    github: { repo: acme/web, branch: main }\n";
    expect(parseSpec(text).spec?.name).toBe("other");
    expect(told(text)).toEqual([
      "rule warning duplicate-key spec:2:1 name: name stands twice and only this one counts; remove the one on line 1, or move what it holds here",
    ]);
  });

  test("merges << in order, and what follows it wins without a warning", () => {
    const text = `name: demo
services:
  - &web
    name: web
    github: { repo: acme/web, branch: main }
    http_port: 3000
  - <<: *web
    name: api
    http_port: 4000
`;
    const [, api] = parseSpec(text).spec?.services ?? [];
    expect(api).toEqual({ name: "api", github: { repo: "acme/web", branch: "main" }, http_port: 4000 });
    expect(told(text).filter((line) => line.includes("duplicate"))).toEqual([]);
  });

  test("reads the first of several documents and says so", () => {
    const text = `${good}---\nname: other\n`;
    expect(parseSpec(text).spec?.name).toBe("demo");
    expect(told(text)).toEqual([expect.stringContaining("rule warning several-documents spec:5:1")]);
  });

  test.each([
    ["an alias without anchor", "name: *demo", "no anchor demo"],
    ["an anchor that contains itself", "services: &all [*all]", "contains itself"],
    ["a list instead of a map", "- name: demo", "holds a list, not a map"],
    ["brackets without end", "[".repeat(50_000), "nests too deeply"],
  ])("refuses %s", (_what, text, message) => {
    expect(told(text)).toEqual([expect.stringContaining(message)]);
  });

  test("refuses aliases that expand without end", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `- &l${i + 1} [${`*l${i},`.repeat(10)}]`);
    expect(told(["- &l0 [x]", ...levels].join("\n"))).toEqual([expect.stringContaining("too many values")]);
  });

  test("that is empty is an empty spec", () => {
    expect(parseSpec("# nothing\n").spec).toEqual({ name: "" });
    expect(parseSpec("").problems.map(({ field }) => field)).toEqual(["name", "services"]);
  });
});

describe("a field the schema does not have", () => {
  test.each([
    ["services:\n  - env: []", "services[0].env", "the field is called envs"],
    ["services:\n  - domains: []", "services[0].domains", "it belongs to the top level of the spec"],
    ["static_sites:\n  - domains: []", "static_sites[0].domains", "it belongs to the top level of the spec"],
    [
      "services:\n  - github: { repo: a/b }\n    branch: main",
      "services[0].branch",
      "it belongs under github",
    ],
    ["services:\n  - http_prot: 80", "services[0].http_prot", "did you mean http_port?"],
    ["workers:\n  - http_port: 80", "workers[0].http_port", "only services have it"],
    [
      "services:\n  - volumes: []",
      "services[0].volumes",
      "App Platform has no volumes; keep data in a database",
    ],
    [
      "services:\n  - health_check: { protocol: TCP }",
      "services[0].health_check.protocol",
      "with http_path it is an HTTP check, without one a TCP check",
    ],
    ["jobs:\n  - cron: '* * * * *'", "jobs[0].cron", "it belongs under schedule"],
    [
      "services:\n  - envs: [{ NODE_ENV: production }]",
      "services[0].envs[0].NODE_ENV",
      "write key: NODE_ENV and its value below it as value:",
    ],
    ["x-common: {}", "x-common", "doctl refuses it as well; set the anchor where it is first used"],
    [
      "ingress:\n  rules:\n    - match: { authority: { regex: a } }",
      "ingress.rules[0].match.authority.regex",
      "only exact is possible",
    ],
    ["frobnicate: 1", "frobnicate", ""],
  ])("is told with what was probably meant: %s", (text, field, hint) => {
    const problem = parseSpec(`name: demo\n${text}\n`).problems.find(({ rule }) => rule === "unknown-field");
    expect(problem).toMatchObject({ layer: "parse", severity: "error", field, hint });
  });

  test("does not bring a second complaint that what was meant is missing", () => {
    const { problems } = parseSpec(`${good}domains:\n  - name: example.com\n`);
    expect(problems.map(({ field }) => field)).toEqual(["domains[0].name"]);
  });
});

describe("a value of a wrong type", () => {
  test.each([
    [
      "services: { name: web }",
      "services",
      "is a map, not a list",
      "put `- ` before the first field of each item",
    ],
    [
      "services:\n  - github: acme/web",
      "services[0].github",
      "is a string, not a section with fields of its own",
      "write github: { repo: acme/web, branch: main }",
    ],
    [
      "services:\n  - image: ghcr.io/acme/web:1",
      "services[0].image",
      "is a string, not a section with fields of its own",
      "write image: { registry_type: GHCR, registry: acme, repository: web, tag: 1 }",
    ],
    [
      "services:\n  - image: redis",
      "services[0].image",
      "is a string, not a section with fields of its own",
      "write image: { registry_type: DOCKER_HUB, registry: library, repository: redis, tag: latest }",
    ],
    [
      "services:\n  - http_port: '80'",
      "services[0].http_port",
      "is a string, not a whole number",
      "remove the quotes",
    ],
    [
      "services:\n  - http_port: 80.5",
      "services[0].http_port",
      "is a number, not a whole number",
      "write a number such as 1",
    ],
    [
      "services:\n  - envs: { A: b }",
      "services[0].envs",
      "is a map, not a list",
      "write each variable as `- key: NAME` with `value:` below it",
    ],
    [
      "features:\n  - buildpack-stack: ubuntu-22",
      "features[0]",
      "is a map, not text",
      "write buildpack-stack=ubuntu-22, without a colon",
    ],
    [
      "disable_edge_cache: 'true'",
      "disable_edge_cache",
      "is a string, not true or false",
      "remove the quotes",
    ],
    [
      "alerts: DEPLOYMENT_FAILED",
      "alerts",
      "is a string, not a list",
      "put `- ` before the first field of each item",
    ],
  ])("is told with how to write it: %s", (text, field, message, hint) => {
    const problem = parseSpec(`name: demo\n${text}\n`).problems.find(({ rule }) => rule === "wrong-type");
    expect(problem).toMatchObject({ layer: "parse", severity: "error", field, message, hint });
  });

  test("does not bring a second complaint about what it was to hold", () => {
    const { problems } = parseSpec("name: demo\nservices:\n  - name: web\n    github: acme/web\n");
    expect(problems.map(({ rule }) => rule)).toEqual(["wrong-type"]);
  });

  test("does not hide what is wrong inside a section that should be a list", () => {
    const { problems, spec } = parseSpec(
      "name: demo\nservices:\n  name: Web\n  github: { repo: a/b, branch: c }\n",
    );
    expect(spec?.services).toHaveLength(1);
    expect(problems.map(({ field }) => field)).toEqual(["services", "services[0].name"]);
  });
});

describe("a value that is none of a field's values", () => {
  test("is of a wrong type when it is no text", () => {
    const { problems } = parseSpec(`${good}envs:\n  - key: A\n    scope: 2\n`);
    expect(problems).toMatchObject([
      { layer: "parse", rule: "wrong-type", message: "is a number, not text" },
    ]);
  });

  test("is left out and told", () => {
    const { spec, problems } = parseSpec(`${good}databases:\n  - name: db\n    engine: PGG\n`);
    expect(spec?.databases).toEqual([{ name: "db" }]);
    expect(problems[0]).toMatchObject({
      layer: "rule",
      severity: "error",
      rule: "unknown-value",
      field: "databases[0].engine",
      hint: "did you mean PG?",
    });
  });

  test("is taken with a warning when only its case differs", () => {
    const { spec, problems } = parseSpec(`${good}databases:\n  - name: db\n    engine: pg\n`);
    expect(spec?.databases).toEqual([{ name: "db", engine: "PG" }]);
    expect(problems.map(({ layer, severity, rule }) => [layer, severity, rule])).toEqual([
      ["rule", "warning", "value-case"],
    ]);
  });
});

describe("places", () => {
  const parsed = parseSpec(
    `spec:\n  name: demo\n  services:\n    - name: web\n      envs:\n        - key: A\n`,
    { file: "app.yaml" },
  );

  test("are those of the file, also below spec:", () => {
    expect(parsed.locate("name")).toEqual({ line: 2, column: 9 });
    expect(parsed.locate("services")).toEqual({ line: 3, column: 3 });
    expect(parsed.locate("services[0].envs[0].key")).toEqual({ line: 6, column: 16 });
  });

  test("fall back to what stands around a field that is not there", () => {
    expect(parsed.locate("services[0].envs[0].value")).toEqual({ line: 6, column: 11 });
    expect(parsed.locate("services[7].name")).toEqual({ line: 3, column: 3 });
    expect(parsed.locate("databases[0]")).toEqual({ line: 2, column: 3 });
  });

  test("stand in the problems, in the order of the text, with the file", () => {
    expect(parsed.problems.every(({ file }) => file === "app.yaml")).toBe(true);
    const lines = parsed.problems.map(({ position }) => position?.line ?? 0);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });
});
