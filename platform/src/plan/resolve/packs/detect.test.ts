import { describe, expect, it } from "vitest";
import type { Pack } from "../../plan.ts";
import { detectPacks } from "./detect.ts";
import type { PackFacts } from "./pack-facts.ts";

type Files = Readonly<Record<string, string>>;

function detect(files: Files, more: Partial<PackFacts> = {}) {
  return detectPacks({
    directory: "",
    entries: Object.keys(files),
    texts: files,
    managePy: null,
    kind: "service",
    field: "services[0]",
    slug: undefined,
    runCommand: null,
    buildEnv: [],
    ...more,
  });
}

function kinds(files: Files, more: Partial<PackFacts> = {}): string[] {
  return detect(files, more).value.map(({ kind }) => kind);
}

function only<Kind extends Pack["kind"]>(files: Files, kind: Kind, more: Partial<PackFacts> = {}) {
  const [pack] = detect(files, more).value;
  if (pack?.kind !== kind) throw new Error(`expected ${kind}, got ${pack?.kind ?? "nothing"}`);
  return pack as Extract<Pack, { kind: Kind }>;
}

function manifest(content: object): Files {
  return { "package.json": JSON.stringify(content) };
}

function variables(values: Readonly<Record<string, string>>): PackFacts["buildEnv"] {
  return Object.entries(values).map(([key, template]) => ({ key, template, secret: false }));
}

describe("Node", () => {
  it("is npm with nothing to build when package.json says nothing", () => {
    expect(only(manifest({}), "node")).toEqual({
      kind: "node",
      manager: "npm",
      managerVersion: null,
      nodeRange: null,
      lockfile: null,
      buildScript: null,
      startScript: false,
      prune: false,
    });
  });

  it("runs heroku-postbuild in place of build", () => {
    expect(only(manifest({ scripts: { build: "x", start: "y" } }), "node").buildScript).toBe("build");
    const both = only(manifest({ scripts: { build: "x", "heroku-postbuild": "z", start: "y" } }), "node");
    expect(both).toMatchObject({ buildScript: "heroku-postbuild", startScript: true });
  });

  it.each([
    [["yarn.lock", "pnpm-lock.yaml", "package-lock.json"], "yarn", "yarn.lock"],
    [["pnpm-lock.yaml", "package-lock.json"], "pnpm", "pnpm-lock.yaml"],
    [["npm-shrinkwrap.json", "package-lock.json"], "npm", "npm-shrinkwrap.json"],
  ])("follows the first of %j", (names, manager, lockfile) => {
    const files = Object.fromEntries(names.map((name) => [name, ""]));
    expect(only({ ...manifest({}), ...files }, "node")).toMatchObject({ manager, lockfile });
  });

  it("takes the manager and its version from package.json when no lock file says otherwise", () => {
    const named = manifest({ packageManager: "pnpm@9.1.0+sha512.abc" });
    expect(only(named, "node")).toMatchObject({ manager: "pnpm", managerVersion: "9.1.0" });
    expect(only({ ...named, "yarn.lock": "" }, "node")).toMatchObject({
      manager: "yarn",
      managerVersion: null,
    });
    const engines = manifest({ engines: { yarn: "1.x" } });
    expect(only({ ...engines, "yarn.lock": "" }, "node").managerVersion).toBe("1.x");
  });

  it.each([
    [manifest({ engines: { node: ">=18 <21" } }), ">=18 <21"],
    [{ ...manifest({ engines: { node: "20.x" } }), ".nvmrc": "18" }, "20.x"],
    [{ ...manifest({}), ".nvmrc": "v22.3.0\n" }, "22.3.0"],
    [{ ...manifest({}), ".nvmrc": "lts/iron" }, "20"],
    [{ ...manifest({}), ".nvmrc": "lts/*", ".node-version": "21" }, "21"],
    [{ ...manifest({}), ".nvmrc": "node" }, null],
  ])("reads the version of Node from %j", (files, range) => {
    expect(only(files, "node").nodeRange).toBe(range);
  });

  it.each([
    [{}, false],
    [{ NODE_ENV: "production" }, true],
    [{ NODE_ENV: "development" }, false],
    [{ NODE_ENV: "production", NPM_CONFIG_PRODUCTION: "false" }, false],
    [{ NODE_ENV: "production", PNPM_SKIP_PRUNING: "true" }, false],
  ])("removes development dependencies with %j: %s", (env, prune) => {
    expect(only(manifest({}), "node", { buildEnv: variables(env) }).prune).toBe(prune);
  });

  it("keeps them for a static site, of which only the output stays", () => {
    expect(only(manifest({}), "node", { kind: "static_site" }).prune).toBe(false);
  });

  it("refuses a package.json that is not JSON", () => {
    expect(detect({ "package.json": "{" })).toMatchObject({
      value: [],
      problems: [{ rule: "package-json-broken" }],
    });
  });

  it("says that a lock file of Bun is not followed", () => {
    expect(detect({ ...manifest({}), "bun.lock": "" }).problems).toMatchObject([{ rule: "bun-not-built" }]);
  });
});

describe("Python", () => {
  it.each([
    [{ "requirements.txt": "" }, "pip", "requirements.txt"],
    [{ "requirements.txt": "", Pipfile: "" }, "pip", "requirements.txt"],
    [{ "requirements.txt": "", Pipfile: "", "Pipfile.lock": "" }, "pipenv", null],
    [{ Pipfile: "" }, "pipenv", null],
    [{ "pyproject.toml": "", "poetry.lock": "" }, "poetry", null],
    [{ "pyproject.toml": "", "uv.lock": "" }, "uv", null],
    [{ "setup.py": "" }, "pip", null],
  ])("with %j is installed by %s", (files, manager, requirements) => {
    expect(only(files, "python")).toMatchObject({ manager, requirements });
  });

  it.each([
    [{ "runtime.txt": "python-3.10.4\n", ".python-version": "3.12" }, "3.10.4"],
    [{ ".python-version": "# ours\n3.12\n" }, "3.12"],
    [{ "runtime.txt": "3.10" }, null],
  ])("has its version from %j", (files, version) => {
    expect(only({ "requirements.txt": "", ...files }, "python").version).toBe(version);
  });

  it("has its version from the Pipfile's lock before the Pipfile", () => {
    const Pipfile = '[requires]\npython_version = "3.9"\n';
    expect(only({ Pipfile }, "python").version).toBe("3.9");
    const lock = '{"_meta":{"requires":{"python_version":"3.11"}}}';
    expect(only({ Pipfile, "Pipfile.lock": lock }, "python").version).toBe("3.11");
  });

  it.each([
    ["Django==5.0", {}, "manage.py"],
    ["-r base.txt", {}, "manage.py"],
    ["flask", {}, null],
    ["django", { DISABLE_COLLECTSTATIC: "1" }, null],
    ["django", { DISABLE_COLLECTSTATIC: "0" }, "manage.py"],
  ])("with %s and %j collects static files by %s", (requirements, env, collectstatic) => {
    const facts = { managePy: "manage.py", buildEnv: variables(env) };
    expect(only({ "requirements.txt": requirements }, "python", facts).collectstatic).toBe(collectstatic);
  });
});

describe("Go", () => {
  it("has its version and packages from go.mod", () => {
    expect(only({ "go.mod": "module x\n\ngo 1.22.1\n" }, "go")).toEqual({
      kind: "go",
      version: "1.22.1",
      packages: [],
    });
    const chosen = { "go.mod": "// +heroku install ./cmd/a ./cmd/b\nmodule x\ngo 1.21" };
    expect(only(chosen, "go").packages).toEqual(["./cmd/a", "./cmd/b"]);
    const buildEnv = variables({ GO_INSTALL_PACKAGE_SPEC: "./cmd/c" });
    expect(only(chosen, "go", { buildEnv }).packages).toEqual(["./cmd/c"]);
  });
});

describe("several languages", () => {
  const files = { ...manifest({}), "requirements.txt": "" };

  it("are all built, Python last", () => {
    expect(kinds(files)).toEqual(["node", "python"]);
  });

  it("end with the one that environment_slug names", () => {
    expect(kinds(files, { slug: "node-js" })).toEqual(["python", "node"]);
  });
});

describe("other languages", () => {
  it.each([
    [{ Gemfile: "" }, "Ruby"],
    [{ "composer.json": "", "package.json": "{}" }, "PHP"],
    [{ "index.php": "" }, "PHP"],
    [{ "shop.csproj": "" }, ".NET"],
    [{ "hugo.toml": "" }, "Hugo"],
  ])("in %j are refused by name", (files, name) => {
    const { value, problems } = detect(files);
    expect(value).toEqual([]);
    expect(problems[0]?.message).toContain(`a ${name} project`);
  });

  it("do not stand in the way of a language that environment_slug names", () => {
    expect(kinds({ ...manifest({}), Gemfile: "" }, { slug: "node-js" })).toEqual(["node"]);
  });

  it("on the side do not stand in the way at all", () => {
    expect(kinds({ ...manifest({}), "Cargo.toml": "", "config.yaml": "" })).toEqual(["node"]);
  });

  it("are known by their directories where the file's name is not enough", () => {
    const entries = ["config.toml", "content/", "themes/"];
    expect(detect({}, { kind: "static_site", entries }).problems[0]?.message).toContain("a Hugo project");
    expect(kinds({}, { kind: "static_site", entries: ["config.toml", "content/"] })).toEqual(["files"]);
  });
});

describe("no language", () => {
  it("is fine for a static site and for a Procfile", () => {
    expect(detect({}, { kind: "static_site" })).toEqual({ value: [{ kind: "files" }], problems: [] });
    expect(detect({ Procfile: "web: ./run" })).toEqual({ value: [{ kind: "files" }], problems: [] });
  });

  it("is worth a warning where a run command is there", () => {
    const { value, problems } = detect({ "run.sh": "" }, { runCommand: "./run.sh" });
    expect(value).toEqual([{ kind: "files" }]);
    expect(problems).toMatchObject([{ severity: "warning", rule: "no-language" }]);
  });

  it("is an error where nothing says how to run it", () => {
    expect(detect({ "a.txt": "" }).problems).toMatchObject([{ severity: "error", rule: "no-language" }]);
  });

  it("but a Dockerfile needs Docker, unless it stands beside a language", () => {
    expect(detect({ Dockerfile: "" }, { runCommand: "x" }).problems).toMatchObject([
      { rule: "needs-docker" },
    ]);
    expect(detect({ ...manifest({}), Dockerfile: "" })).toMatchObject({
      value: [{ kind: "node" }],
      problems: [],
    });
  });
});
