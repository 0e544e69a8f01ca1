import { describe, expect, it } from "vitest";
import { buildBindings, runBindings } from "./bindings.ts";
import type { Endpoints } from "./endpoints.ts";
import { fillEnv } from "./fill-env.ts";
import type { BuildPlan, ComponentPlan, EnvVar, Plan } from "./plan.ts";

const source = { source: "checkout", directory: "", treeHash: "ab".repeat(32), commit: null };

function build(name: string, commit: string | null): BuildPlan {
  const limits = { memoryBytes: 1, timeoutMs: 1 };
  const inputs = {
    source: { ...source, commit },
    packs: [],
    buildCommand: null,
    env: [],
    output: null,
    ...limits,
  };
  return { name, components: [name], inputs };
}

function component(name: string, kind: ComponentPlan["kind"], http: number | null): ComponentPlan {
  return {
    kind,
    name,
    build: name,
    runCommand: null,
    processType: "web",
    env: [],
    instances: 1,
    size: { slug: "", memoryBytes: 1, cpus: 1 },
    ports: { http, internal: [], inject: null },
    protocol: "http1",
    readiness: null,
    liveness: null,
    drainMs: 0,
    graceMs: 0,
    exclusive: false,
    dataPath: null,
  };
}

const plan: Plan = {
  app: "app",
  appId: "id-1",
  publicAddress: { scheme: "http", host: "app.localhost", port: 8080 },
  hosts: [],
  builds: [build("api", "c0ffee"), build("redis", null), build("worker", "c0ffee"), build("site", "c0ffee")],
  components: [
    component("api", "service", 8080),
    component("redis", "service", 6379),
    component("worker", "worker", null),
  ],
  sites: [{ name: "site", build: "site", indexDocument: "", errorDocument: "", catchallDocument: null }],
  jobs: [],
  databases: [
    { name: "db", engine: "PG", version: "16", database: "db", user: "db", attachedUrl: null },
    { name: "cache", engine: "VALKEY", version: "8", database: "cache", user: "x", attachedUrl: null },
  ],
  routes: [
    {
      host: null,
      path: { prefix: "/api" },
      target: { kind: "component", name: "api", prefix: "trim" },
      cors: null,
    },
    {
      host: null,
      path: { prefix: "/" },
      target: { kind: "component", name: "site", prefix: "trim" },
      cors: null,
    },
  ],
};

const endpoints: Endpoints = {
  services: {
    api: { host: "api", ports: { "8080": 8080 } },
    redis: { host: "127.0.0.1", ports: { "6379": 40123 } },
  },
  databases: {
    db: {
      name: "db",
      engine: "PG",
      version: "16",
      host: "db.internal",
      port: 25060,
      username: "u",
      password: "p@ss",
      database: "main",
      tls: true,
      caCertificate: "PEM",
      url: null,
    },
    cache: {
      name: "cache",
      engine: "VALKEY",
      version: "8",
      host: "cache",
      port: 6380,
      username: "default",
      password: "pw",
      database: "",
      tls: false,
      caCertificate: "",
      url: null,
    },
  },
};

function vars(values: Readonly<Record<string, string>>): EnvVar[] {
  return Object.entries(values).map(([key, template]) => ({ key, template, secret: false }));
}

function run(values: Readonly<Record<string, string>>, self = "api"): Record<string, string> {
  const decrypt = (text: string): string => text.replace(/^EV\[1:(.*)\]$/, "$1");
  return fillEnv(vars(values), { bindings: runBindings(plan, endpoints), self, decrypt });
}

function atBuild(values: Readonly<Record<string, string>>): Record<string, string> {
  return fillEnv(vars(values), { bindings: buildBindings(plan), self: "api", decrypt: (text) => text });
}

/** The value of one reference as a variable. */
function value(reference: string, self = "api"): string | undefined {
  return run({ X: `\${${reference}}` }, self)["X"];
}

describe("references of a running component", () => {
  it.each([
    ["APP_URL", "http://app.localhost:8080"],
    ["APP_DOMAIN", "app.localhost"],
    ["STARTER_DOMAIN", "app.localhost"],
    ["APP_ID", "id-1"],
    ["api.PRIVATE_DOMAIN", "api"],
    ["api.PRIVATE_PORT", "8080"],
    ["api.PRIVATE_URL", "http://api:8080"],
    ["api.PUBLIC_URL", "http://app.localhost:8080/api"],
    ["api.PUBLIC_ROUTE_PATH", "/api"],
    ["api.COMMIT_HASH", "c0ffee"],
    ["_self.PRIVATE_DOMAIN", "api"],
    ["redis.HOSTNAME", "127.0.0.1"],
    ["redis.PORT", "40123"],
    ["site.PUBLIC_URL", "http://app.localhost:8080"],
    ["site.PUBLIC_ROUTE_PATH", "/"],
    ["worker.COMMIT_HASH", "c0ffee"],
    ["db.HOSTNAME", "db.internal"],
    ["db.PORT", "25060"],
    ["db.USERNAME", "u"],
    ["db.PASSWORD", "p@ss"],
    ["db.DATABASE", "main"],
    ["db.CA_CERT", "PEM"],
    ["db.DATABASE_URL", "postgresql://u:p%40ss@db.internal:25060/main?sslmode=require"],
    ["db.some-pool.DATABASE", "main"],
    ["cache.REDIS_URL", "redis://default:pw@cache:6380"],
    ["cache.DATABASE_URL", "redis://default:pw@cache:6380"],
  ])("gives %s as %s", (reference, expected) => {
    expect(value(reference)).toBe(expected);
  });

  it.each(["nobody.PORT", "api.NOTHING", "db.REDIS_URL", "worker.PRIVATE_URL", "UNKNOWN", "api.constructor"])(
    "leaves %s as it is",
    (reference) => {
      expect(value(reference)).toBe(`\${${reference}}`);
    },
  );

  it("fills several into one value and leaves the shell's own alone", () => {
    expect(run({ URL: "redis://${redis.HOSTNAME}:${redis.PORT}/${DB:-0}" })).toEqual({
      URL: "redis://127.0.0.1:40123/${DB:-0}",
    });
  });

  it("takes something that tells the source's state for the commit when there is no git", () => {
    expect(value("redis.COMMIT_HASH")).toBe("ab".repeat(20));
  });
});

describe("references to other variables", () => {
  it("are followed, also through each other", () => {
    expect(run({ A: "${B}!", B: "<${C}>", C: "c" })).toEqual({ A: "<c>!", B: "<c>", C: "c" });
  });

  it("end where they meet themselves", () => {
    expect(run({ A: "${B}", B: "${A}", C: "${C}" })).toEqual({ A: "${A}", B: "${B}", C: "${C}" });
  });

  it("lose to a bindable of the same name", () => {
    expect(run({ APP_URL: "mine", X: "${APP_URL}" })).toEqual({
      APP_URL: "mine",
      X: "http://app.localhost:8080",
    });
  });
});

describe("secrets", () => {
  it("are decrypted first and may refer to something", () => {
    expect(run({ A: "EV[1:plain]", B: "EV[1:${db.USERNAME}]", C: "${A}" })).toEqual({
      A: "plain",
      B: "u",
      C: "plain",
    });
  });
});

describe("at build", () => {
  it("what is only known at run time is not set, or empty within a longer value", () => {
    const values = {
      A: "${db.DATABASE_URL}",
      B: "x${db.HOSTNAME}y",
      C: "${api.PRIVATE_URL}",
      D: "${redis.PORT}",
      E: "",
    };
    expect(atBuild(values)).toEqual({ B: "xy", E: "" });
  });

  it("public addresses and the commit are known", () => {
    expect(atBuild({ A: "${_self.PUBLIC_URL} ${_self.COMMIT_HASH} ${APP_DOMAIN}" })).toEqual({
      A: "http://app.localhost:8080/api c0ffee app.localhost",
    });
  });
});

describe("addresses", () => {
  it("show a port only where the scheme's own is not meant", () => {
    const at = (scheme: "http" | "https", port: number) =>
      buildBindings({ ...plan, publicAddress: { scheme, host: "h", port } }).app["APP_URL"];
    expect([at("http", 80), at("https", 443), at("https", 80)]).toEqual([
      "http://h",
      "https://h",
      "https://h:80",
    ]);
  });
});
