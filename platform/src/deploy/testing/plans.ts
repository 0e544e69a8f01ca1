import type { ComponentPlan, DatabasePlan, JobPlan, Plan } from "../../plan/plan.ts";
import type { Store } from "../../store/store.ts";
import type { DeployRequest } from "../conductor.ts";

const size = { slug: "apps-s-1vcpu-0.5gb", memoryBytes: 2 ** 29, cpus: 1 };

/** A service on port 8080 that has to accept a connection within a second. */
export function servicePlan(name: string, more: Partial<ComponentPlan> = {}): ComponentPlan {
  const check = { kind: "tcp", port: 8080, path: null, initialDelayMs: 0, timeoutMs: 200 } as const;
  return {
    ...{
      kind: "service",
      name,
      build: "app",
      runCommand: null,
      processType: "web",
      env: [],
      instances: 1,
      size,
    },
    ports: { http: 8080, internal: [], inject: 8080 },
    protocol: "http1",
    readiness: { ...check, periodMs: 100, successThreshold: 1, failureThreshold: 10 },
    ...{ liveness: null, drainMs: 0, graceMs: 100, exclusive: false, dataPath: null },
    ...more,
  };
}

export function jobPlan(name: string, kind: JobPlan["kind"], more: Partial<JobPlan> = {}): JobPlan {
  const times = { schedule: null, timeoutMs: 5000, graceMs: 100 };
  return { name, build: "app", kind, ...times, runCommand: null, env: [], size, ...more };
}

export function databasePlan(name: string): DatabasePlan {
  return { name, engine: "PG", version: "15", database: name, user: name, attachedUrl: null };
}

/** An app at `<name>.localhost` whose first service has every path. */
export function appPlan(
  name: string,
  port: number,
  more: Partial<Plan> & { readonly tree?: string } = {},
): Plan {
  const { tree = "1", ...rest } = more;
  const source = { source: "checkout", directory: "", treeHash: `${name}-${tree}`, commit: null };
  const inputs = {
    source,
    packs: [],
    buildCommand: null,
    env: [],
    output: null,
    memoryBytes: 1,
    timeoutMs: 1,
  };
  const target = { kind: "component", name: "web", prefix: "trim" } as const;
  return {
    app: name,
    publicAddress: { scheme: "http", host: `${name}.localhost`, port },
    hosts: [`${name}.localhost`],
    builds: [{ name: "app", components: ["web"], inputs }],
    ...{ components: [servicePlan("web")], sites: [], jobs: [], databases: [] },
    routes: [{ host: null, path: { prefix: "/" }, target, cors: null }],
    ...rest,
  };
}

/** The request that `up` makes of a plan; the app is entered into the store first. */
export function requestFor(store: Store, plan: Plan): DeployRequest {
  const { app } = plan;
  if (!store.app(app)) {
    const record = { id: app, name: app, directory: "/", createdAt: 0, uid: null };
    store.saveApp({ ...record, wanted: "down", liveDeployment: null });
  }
  const what = { app, directory: "/", plan, spec: {}, sources: [] };
  return { ...what, cause: "manual", restart: [], rebuild: false };
}
