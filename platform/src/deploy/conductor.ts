import { randomUUID } from "node:crypto";
import { PlatformError } from "../base/errors.ts";
import type { PipedChild } from "../base/exec.ts";
import type { DatabaseState } from "../databases/databases.ts";
import type { Plan } from "../plan/plan.ts";
import type { DeploymentRecord, JobRunRecord, SourceRecord } from "../store/records.ts";
import { raiseBuildGeneration } from "./build-generation.ts";
import { appKeeper } from "./app-keeper.ts";
import { chooseRestarted } from "./choose-restarted.ts";
import { membersOf, type LiveApp, type Member } from "./fleet.ts";
import { samePlan, type AppKeeper } from "./keeper.ts";
import { notLive } from "./not-live.ts";
import type { Parts } from "./parts.ts";
import { publisher } from "./publisher.ts";
import { resume } from "./resume.ts";
import { runJob, type JobOptions } from "./run-job.ts";
import { supervisor } from "./supervise.ts";

export interface DeployRequest {
  readonly app: string;
  readonly directory: string;
  readonly plan: Plan;
  readonly spec: unknown;
  readonly sources: readonly SourceRecord[];
  readonly cause: string;
  /** Components to start anew although nothing of them changed. */
  readonly restart: readonly string[];
  /** Build afresh, whatever was built or cached before. */
  readonly rebuild: boolean;
}

export interface ExecOptions {
  readonly instance: string | null;
  /** Empty: a shell. */
  readonly command: readonly string[];
  readonly terminal: boolean;
}

/** The one place that changes what runs. One deployment an app at a time; the newest wins. */
export interface Conductor {
  /** Writes the deployment down and begins it. @returns its id, or null if all of it is live already */
  deploy(request: DeployRequest): Promise<string | null>;
  /** Stops everything of the app; with `data` also forgets it. @returns what was stopped */
  down(app: string, options: { readonly data: boolean }): Promise<readonly string[]>;
  /** Resolves when the app is not being taken down. */
  settled(app: string): Promise<void>;
  /** @throws PlatformError `APP_NOT_RUNNING`, `NO_SUCH_COMPONENT`, `NOTHING_TO_RESTART` */
  restart(app: string, components: readonly string[]): Promise<string | null>;
  runJob(app: string, job: string, options: JobOptions): Promise<JobRunRecord>;
  live(app: string): LiveApp | undefined;
  /** Milliseconds since the epoch of a scheduled job's next run. */
  nextRun(app: string, job: string): number | null;
  /** Memory in use by an instance, in bytes. */
  memory(member: Member): Promise<number>;
  databases(app: string): Promise<readonly DatabaseState[]>;
  /**
   * The id of the instance that a command for a component runs in: the one named, or the first healthy one.
   * @throws PlatformError `APP_NOT_RUNNING`, `NO_SUCH_INSTANCE`
   */
  findInstance(app: string, component: string, instance: string | null): string;
  /** A command inside a running instance, chosen as `findInstance` does. */
  exec(app: string, component: string, options: ExecOptions): Promise<PipedChild>;
  /**
   * Takes over what an earlier control plane left: adopts, finishes or cleans up. Called once; nothing else may be asked
   * before it resolves.
   */
  resume(): Promise<void>;
  /** True if no app is up or on its way. */
  isIdle(): boolean;
}

export function conductor(parts: Parts): Conductor {
  const keepers = new Map<string, AppKeeper>();
  const liveApps = (): LiveApp[] => [...keepers.values()].map((keeper) => keeper.live);
  const tableKeeper = publisher(parts, liveApps);
  const watcher = supervisor(parts, tableKeeper);
  const house = { parts, publisher: tableKeeper, supervisor: watcher, apps: liveApps };
  let arriving = 0;
  const keeperOf = (name: string): AppKeeper => {
    const keeper = keepers.get(name) ?? appKeeper(house, name);
    keepers.set(name, keeper);
    return keeper;
  };
  return {
    deploy: (request) => {
      arriving += 1;
      return begin(parts, keeperOf(request.app), request).finally(() => (arriving -= 1));
    },
    down: (name, options) => {
      noteDown(parts, name);
      return keeperOf(name).takeDown(options.data);
    },
    settled: (name) => keeperOf(name).settled(),
    restart: (name, components) => restart(parts, keeperOf(name), components),
    runJob: (name, job, options) => runJobNow(parts, keeperOf(name).live, job, options),
    live: (name) => keepers.get(name)?.live,
    nextRun: (name, job) => keepers.get(name)?.schedule?.nextRun(job) ?? null,
    memory: (member) => parts.runtime.memory(member.record.instance),
    databases: (name) => parts.databases.list(name),
    findInstance: (name, component, instance) =>
      findMember(parts, keeperOf(name).live, { component, instance }).record.instance.id,
    exec: (name, component, options) => {
      const choice = { component, instance: options.instance };
      const { instance } = findMember(parts, keeperOf(name).live, choice).record;
      const command = options.command.length === 0 ? SHELL : options.command;
      return parts.runtime.exec(instance, command, options.terminal);
    },
    resume: () => resume(house, keeperOf),
    isIdle: () => arriving === 0 && [...keepers.values()].every((keeper) => keeper.isIdle()),
  };
}

// At once: whoever looks from now on sees what is wanted, even if something else has to end first.
function noteDown({ store }: Parts, app: string): void {
  const record = store.app(app);
  if (record) store.saveApp({ ...record, wanted: "down" });
}

async function begin(parts: Parts, keeper: AppKeeper, request: DeployRequest): Promise<string | null> {
  await keeper.settled();
  const record = parts.store.app(request.app);
  if (!record) throw new PlatformError("APP_UNKNOWN", `There is no app ${request.app}`);
  parts.store.saveApp({ ...record, wanted: "up", directory: request.directory });
  if (!request.rebuild && request.restart.length === 0) {
    if (keeper.running && samePlan(keeper.running.plan, request.plan)) return keeper.running.id;
    if (!keeper.running && (await keeper.isAsPlanned(request.plan))) return null;
  }
  if (request.rebuild) raiseBuildGeneration(parts.store, request.app);
  const deployment = newDeployment(parts, request);
  parts.store.saveDeployment(deployment);
  keeper.start(deployment);
  return deployment.id;
}

function newDeployment(parts: Parts, request: DeployRequest): DeploymentRecord {
  const { app, cause, plan, spec, sources, restart: again } = request;
  const number = parts.store.nextDeploymentNumber(app);
  const at = parts.clock.now();
  const content = { app, number, cause, plan, spec, sources, restart: again };
  const state = { phase: "PENDING_BUILD", artifacts: {}, failure: null } as const;
  return { id: randomUUID(), ...content, ...state, createdAt: at, updatedAt: at };
}

async function restart(
  parts: Parts,
  keeper: AppKeeper,
  components: readonly string[],
): Promise<string | null> {
  const { release } = keeper.live;
  if (!release) throw notLive(parts.store, keeper.live.name);
  const { plan, spec, sources } = release;
  const again = chooseRestarted(plan, components);
  const directory = parts.store.app(release.app)?.directory ?? "";
  const request = {
    app: release.app,
    directory,
    plan,
    spec,
    sources,
    cause: "restart",
    restart: again,
    rebuild: false,
  };
  return begin(parts, keeper, request);
}

const SHELL = ["sh", "-c", "command -v bash >/dev/null && exec bash || exec sh"];

interface InstanceChoice {
  readonly component: string;
  readonly instance: string | null;
}

function findMember({ store }: Parts, live: LiveApp, { component, instance }: InstanceChoice): Member {
  const members = membersOf(live, component, "serving", "ready", "unhealthy", "candidate");
  const found = members.find((member) => instance === null || member.record.instance.id === instance);
  if (found) return found;
  const names = [...new Set(live.members.map((member) => member.record.instance.component))];
  if (names.length === 0 && !live.release) throw notLive(store, live.name);
  const isAway = instance === null && names.includes(component);
  const hint = isAway
    ? `It is being started again; \`ashore logs ${component}\` shows what it printed`
    : names.length === 0
      ? "Nothing of the app runs"
      : `These run: ${names.join(", ")}`;
  const wanted = instance ?? component;
  throw new PlatformError("NO_SUCH_INSTANCE", `No instance of ${wanted} runs`, { hint, fault: "usage" });
}

function runJobNow(parts: Parts, live: LiveApp, name: string, options: JobOptions): Promise<JobRunRecord> {
  const { release } = live;
  if (!release) throw notLive(parts.store, live.name);
  const job = release.plan.jobs.find((candidate) => candidate.name === name);
  if (!job) throw noSuchJob(release.plan, name);
  return runJob(parts, live, release, job, options);
}

function noSuchJob({ jobs }: Plan, job: string): PlatformError {
  const names = jobs.map(({ name }) => name);
  const hint = names.length === 0 ? "Its spec has no jobs" : `It has ${names.join(", ")}`;
  return new PlatformError("NO_SUCH_JOB", `There is no job ${job}`, { hint, fault: "usage" });
}
