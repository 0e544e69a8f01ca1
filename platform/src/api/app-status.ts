import { membersOf, type LiveApp, type Member } from "../deploy/index.ts";
import type { ComponentPlan, JobPlan, Plan, RoutePlan } from "../plan/plan.ts";
import type { AppRecord, DeploymentRecord, JobRunRecord } from "../store/records.ts";
import type {
  AppStatus,
  ComponentStatus,
  DatabaseStatus,
  DeploymentSummary,
  InstanceStatus,
  JobRun,
  JobStatus,
} from "../wire/index.ts";
import type { ApiParts } from "./parts.ts";

const SHOWN_RUNS = 10;

/** Everything `status` shows of an app, from what is live and what is stored. */
export async function appStatus(parts: ApiParts, record: AppRecord): Promise<AppStatus> {
  const live = parts.conductor.live(record.name);
  const newest = parts.store.deployments(record.name, 1)[0];
  const plan = live?.release?.plan ?? newest?.plan;
  return {
    name: record.name,
    id: record.id,
    directory: record.directory,
    wanted: record.wanted,
    url: plan ? urlOf(plan) : "",
    plainUrl: plan && isAlone(parts, record) ? `http://127.0.0.1:${plan.publicAddress.port}` : null,
    deployment: newest ? deploymentSummary(newest) : null,
    ...(plan ? await partsOf(parts, record, plan, live) : { components: [], databases: [], jobs: [] }),
  };
}

async function partsOf(
  parts: ApiParts,
  record: AppRecord,
  plan: Plan,
  live: LiveApp | undefined,
): Promise<Pick<AppStatus, "components" | "databases" | "jobs">> {
  return {
    components: await componentStatuses(parts, plan, live),
    databases: await databaseStatuses(parts, record, plan),
    jobs: jobStatuses(parts, record.name, plan.jobs),
  };
}

function isAlone(parts: ApiParts, record: AppRecord): boolean {
  const up = parts.store.apps().filter((app) => app.wanted === "up");
  return up.length === 1 && up[0]?.name === record.name;
}

export function deploymentSummary(deployment: DeploymentRecord): DeploymentSummary {
  const { id, number, phase, cause, failure } = deployment;
  const createdAt = new Date(deployment.createdAt).toISOString();
  return {
    id,
    number,
    phase,
    cause,
    createdAt,
    updatedAt: new Date(deployment.updatedAt).toISOString(),
    failure,
  };
}

export function jobRun(run: JobRunRecord): JobRun {
  const { id, trigger, phase, exitCode, logFile } = run;
  const startedAt = new Date(run.startedAt).toISOString();
  const endedAt = run.endedAt === null ? null : new Date(run.endedAt).toISOString();
  return { id, trigger, phase, startedAt, endedAt, exitCode, logFile };
}

function urlOf(plan: Plan): string {
  const { scheme, host, port } = plan.publicAddress;
  return `${scheme}://${host}:${port}`;
}

async function componentStatuses(
  parts: ApiParts,
  plan: Plan,
  live: LiveApp | undefined,
): Promise<ComponentStatus[]> {
  const running = plan.components.map((component) => componentStatus(parts, plan, component, live));
  const sites = plan.sites.map((site): ComponentStatus => ({
    name: site.name,
    kind: "static_site",
    state: live?.release ? "live" : "stopped",
    message: "",
    urls: urlsOf(plan, site.name),
    privateAddress: null,
    instances: [],
  }));
  return [...(await Promise.all(running)), ...sites];
}

async function componentStatus(
  parts: ApiParts,
  plan: Plan,
  component: ComponentPlan,
  live: LiveApp | undefined,
): Promise<ComponentStatus> {
  const states = ["candidate", "ready", "serving", "unhealthy", "restarting", "draining"] as const;
  const members = live ? membersOf(live, component.name, ...states) : [];
  const port = component.ports.http ?? component.ports.internal[0];
  const endpoint = live?.endpoints.services[component.name];
  const dialled = port === undefined ? undefined : endpoint?.ports[String(port)];
  return {
    name: component.name,
    kind: component.kind,
    ...stateOf(members, component.instances),
    urls: urlsOf(plan, component.name),
    privateAddress: endpoint && dialled !== undefined ? `${endpoint.host}:${dialled}` : null,
    instances: await Promise.all(members.map((member) => instanceStatus(parts, component, member))),
  };
}

function stateOf(members: readonly Member[], wanted: number): Pick<ComponentStatus, "state" | "message"> {
  const count = (state: Member["state"]): number => members.filter((member) => member.state === state).length;
  const serving = count("serving");
  if (members.length === 0) return { state: "stopped", message: "" };
  if (serving >= wanted) return { state: "live", message: "" };
  const note = members.findLast((member) => member.note !== undefined)?.note;
  const message = [`${serving} of ${wanted} instances are healthy`, ...(note ? [note] : [])].join("; ");
  if (count("restarting") > 0) return { state: "restarting", message };
  if (count("unhealthy") > 0) return { state: "unhealthy", message };
  return { state: "starting", message };
}

const INSTANCE_STATES = {
  candidate: "starting",
  ready: "starting",
  serving: "healthy",
  unhealthy: "unhealthy",
  restarting: "restarting",
  draining: "draining",
} as const;

async function instanceStatus(
  parts: ApiParts,
  component: ComponentPlan,
  member: Member,
): Promise<InstanceStatus> {
  const { instance } = member.record;
  return {
    id: instance.id,
    state: INSTANCE_STATES[member.state],
    pid: instance.identity.pid,
    startedAt: new Date(instance.startedAt).toISOString(),
    restarts: member.restarts,
    memoryBytes: await parts.conductor.memory(member),
    memoryLimitBytes: component.size.memoryBytes,
    logFile: instance.logFile,
  };
}

function urlsOf(plan: Plan, component: string): string[] {
  return plan.routes
    .filter((route) => route.target.kind === "component" && route.target.name === component)
    .map((route) => urlOf(plan) + pathOf(route));
}

function pathOf(route: RoutePlan): string {
  const path = "prefix" in route.path ? route.path.prefix : route.path.exact;
  return path === "/" ? "" : path;
}

async function databaseStatuses(parts: ApiParts, record: AppRecord, plan: Plan): Promise<DatabaseStatus[]> {
  const states = await parts.conductor.databases(record.name);
  return plan.databases.map(({ name, engine, version, attachedUrl }) => {
    const found = states.find((one) => one.name === name);
    const state = attachedUrl !== null ? "attached" : (found?.state ?? "stopped");
    const address = state === "running" && found ? `127.0.0.1:${found.port}` : null;
    return { name, engine, version, state, address };
  });
}

function jobStatuses(parts: ApiParts, app: string, jobs: readonly JobPlan[]): JobStatus[] {
  const runs = jobs.length === 0 ? [] : parts.store.jobRuns(app, 200);
  return jobs.map((job) => {
    const next = parts.conductor.nextRun(app, job.name);
    return {
      name: job.name,
      kind: job.kind,
      nextRun: next === null ? null : new Date(next).toISOString(),
      runs: runs
        .filter((run) => run.job === job.name)
        .slice(0, SHOWN_RUNS)
        .map(jobRun),
    };
  });
}
