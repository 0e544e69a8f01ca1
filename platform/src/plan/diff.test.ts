import { describe, expect, it } from "vitest";
import { noCode, type Facts } from "../source/facts.ts";
import { componentsOf, parseSpec } from "../spec/index.ts";
import { isUnchanged, type Change } from "./changes.ts";
import { diffPlans } from "./diff.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";

interface Sources {
  /** Tree hash by component; others have a common one. */
  readonly trees?: Readonly<Record<string, string>>;
  readonly commit?: string;
  readonly port?: number;
}

const YAML = `
name: app
envs:
- { key: LEVEL, value: info, scope: RUN_TIME }
services:
- { name: web, source_dir: web, envs: [{ key: COLOUR, value: red, scope: RUN_TIME }] }
- { name: api, source_dir: api, envs: [{ key: DB, value: "\${db.DATABASE_URL}", scope: RUN_TIME }] }
workers:
- { name: queue, source_dir: api, run_command: node queue.js, envs: [{ key: LEVEL, value: debug, scope: RUN_TIME }] }
static_sites:
- { name: site, source_dir: site }
jobs:
- { name: migrate, source_dir: api, kind: PRE_DEPLOY, run_command: node migrate.js }
- { name: nightly, source_dir: api, kind: SCHEDULED, schedule: { cron: "0 3 * * *" }, run_command: node n.js }
databases:
- { name: db, engine: PG, version: "15" }
`;

function planOf(yaml: string, sources: Sources = {}): Plan {
  const { spec } = parseSpec(yaml);
  if (!spec) throw new Error("the test's spec is broken");
  const components: Record<string, Facts["components"][string]> = {};
  for (const { component } of componentsOf(spec)) {
    const { name, source_dir: directory = "" } = component;
    const texts = { "package.json": "{}" };
    const tree = {
      treeHash: sources.trees?.[name] ?? "0",
      reachesOutside: false,
      entries: ["package.json"],
      texts,
    };
    components[name] = {
      component: name,
      source: "checkout",
      directory,
      directoryExists: true,
      managePy: null,
      ...tree,
    };
  }
  const root = {
    id: "checkout",
    kind: "checkout",
    root: "/",
    branch: null,
    dirty: false,
    code: noCode,
    files: [],
  } as const;
  const facts: Facts = { sources: { checkout: { ...root, commit: sources.commit ?? "c1" } }, components };
  const publicAddress = { scheme: "http", host: "app.localhost", port: sources.port ?? 80 } as const;
  const { plan, problems } = makePlan(spec, facts, {
    publicAddress,
    extraHosts: [],
    attached: {},
    appId: "1",
  });
  if (!plan) throw new Error(JSON.stringify(problems));
  return plan;
}

/** `kind name: action` of everything that is not left alone. */
function done(changes: readonly Change[]): string[] {
  return changes
    .filter(({ action }) => action !== "leave" && action !== "reuse")
    .map(({ kind, name, action }) => `${kind} ${name}: ${action}`);
}

function diff(yaml: string, sources: Sources = {}): Change[] {
  return diffPlans(planOf(YAML), planOf(yaml, sources));
}

function reasonFor(
  changes: readonly Change[],
  name: string,
  kind: Change["kind"] = "component",
): string | undefined {
  return changes.find((change) => change.kind === kind && change.name === name)?.reason;
}

describe("diffPlans", () => {
  it("starts everything of a new app, and says so in plain JSON", () => {
    const changes = diffPlans(null, planOf(YAML));
    expect(done(changes)).toEqual([
      "build web: build",
      "build api: build",
      "build site: build",
      "database db: start",
      "job migrate: run",
      "job nightly: schedule",
      "component web: start",
      "component api: start",
      "component queue: start",
      "site site: publish",
      "routes app: replace",
    ]);
    expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
  });

  it("does nothing when nothing changed, whatever became of the order of keys", () => {
    const stored = JSON.parse(JSON.stringify(planOf(YAML), reversed)) as Plan;
    const changes = diffPlans(stored, planOf(YAML));
    expect(done(changes)).toEqual([]);
    expect(isUnchanged(changes)).toBe(true);
  });

  it("does nothing for a commit that nobody sees", () => {
    expect(done(diff(YAML, { commit: "c2" }))).toEqual([]);
  });

  it("restarts only the components that see a changed variable", () => {
    const own = diff(YAML.replace("red", "blue"));
    expect(done(own)).toEqual(["job migrate: run", "component web: restart"]);
    expect(reasonFor(own, "web")).toBe("COLOUR changed.");
    const shared = diff(YAML.replace("info", "warn"));
    expect(done(shared)).toEqual([
      "job migrate: run",
      "job nightly: schedule",
      "component web: restart",
      "component api: restart",
    ]);
  });

  it("rebuilds what comes from a changed source, and restarts what comes from that build", () => {
    const changes = diff(YAML, { trees: { api: "1", queue: "1", migrate: "1", nightly: "1" } });
    expect(done(changes)).toEqual([
      "build api: build",
      "job migrate: run",
      "component api: restart",
      "component queue: restart",
    ]);
    expect(reasonFor(changes, "api", "build")).toBe("Its source changed.");
    expect(reasonFor(changes, "queue")).toBe("Its build changed.");
  });

  it("reuses what is built already, and still restarts what runs it", () => {
    const changes = diffPlans(planOf(YAML), planOf(YAML, { trees: { web: "1" } }), new Set(["web"]));
    expect(done(changes)).toEqual(["job migrate: run", "component web: restart"]);
    expect(reasonFor(changes, "web", "build")).toBe("It was built before.");
  });

  it("names several reasons in one sentence", () => {
    const changes = diff(
      YAML.replace("red", "blue").replace("name: web,", "name: web, run_command: x, instance_count: 2,"),
    );
    expect(reasonFor(changes, "web")).toBe(
      "COLOUR changed, its run command changed and its number of instances changed.",
    );
  });

  it("restarts what uses a database that changed", () => {
    const changes = diff(YAML.replace('"15"', '"16"'));
    expect(done(changes)).toEqual(["database db: change", "job migrate: run", "component api: restart"]);
    expect(reasonFor(changes, "api")).toBe("The database db changed.");
  });

  it("removes what the spec no longer has and starts what it newly has", () => {
    const changes = diff(YAML.replace("name: queue", "name: line"));
    expect(done(changes)).toEqual(["job migrate: run", "component line: start", "component queue: remove"]);
  });

  it("publishes a site whose documents changed and replaces changed routes", () => {
    const site = diff(YAML.replace("source_dir: site", "source_dir: site, catchall_document: index.html"));
    expect(done(site)).toEqual(["job migrate: run", "site site: publish"]);
    expect(done(diff(YAML, { port: 81 }))).toEqual(["job migrate: run", "routes app: replace"]);
  });

  it("schedules a job whose schedule changed", () => {
    const changes = diff(YAML.replace("0 3 * * *", "0 4 * * *"));
    expect(done(changes)).toEqual(["job nightly: schedule"]);
    expect(reasonFor(changes, "nightly", "job")).toBe("Its schedule changed.");
  });
});

function reversed(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}
