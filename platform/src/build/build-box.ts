import { statfs } from "node:fs/promises";
import { join, isAbsolute } from "node:path";
import { exec, type Argv, type Environment, type ExecOutcome } from "../base/exec.ts";
import {
  environmentScript,
  sandboxArgv,
  sandboxEnvironment,
  type Cgroup,
  type SandboxRequest,
} from "../base/sandbox.ts";
import { openBuildGroup } from "./build-group.ts";
import { BuildFailed } from "./build-failed.ts";
import type { BuildPlace } from "./build-place.ts";
import type { BuildReport } from "./build-report.ts";
import type { BuildRequest } from "./builder.ts";
import type { BuildMachine } from "./machine.ts";
import { filesOf, withoutSettingsFiles } from "./registry-settings.ts";
import { diskFull } from "./trees.ts";

const TMP_BYTES = 512 * 1024 * 1024;
const DISK_FULL_BELOW_BYTES = 16 * 1024 * 1024;
const HEAP_EXHAUSTED = /JavaScript heap out of memory|^MemoryError\b|fatal error: runtime: out of memory/;

/** One command of a build. */
export interface Step {
  /** What a person calls it: `npm ci`. */
  readonly name: string;
  readonly command: Argv;
  /** Over everything else of the environment, also over the user's variables. */
  readonly env?: Environment;
  /** Directories on this machine the step may write to, seen at the same path. */
  readonly writable?: readonly string[];
  /** True: a non-zero exit is an outcome. */
  readonly mayFail?: boolean;
}

/** What packs give the steps after them; path and mounts go into the artifact as well. */
export interface Provision {
  /** A relative entry is relative to the workspace. */
  readonly path?: readonly string[];
  readonly mounts?: readonly string[];
  /** For the build alone. */
  readonly env?: Environment;
}

/** Runs a build's commands, one after the other, boxed in. */
export interface BuildBox {
  readonly place: BuildPlace;
  /**
   * @throws BuildFailed if the command fails, takes too long or too much memory
   * @throws PlatformError `DISK_FULL`
   * @throws the signal's reason on abort
   */
  run(step: Step): Promise<ExecOutcome>;
  provide(provision: Provision): void;
  readonly provided: Required<Provision>;
  /** Ends whatever a command left running. */
  close(): Promise<void>;
}

export interface BoxOptions {
  readonly machine: BuildMachine;
  readonly request: BuildRequest;
  readonly place: BuildPlace;
  readonly report: BuildReport;
  /** Aborts at the build's time limit. */
  readonly deadline: AbortSignal;
}

interface BoxSetting {
  readonly cgroup: Cgroup | null;
  readonly passEnv: Environment;
  /** Files and directories of this machine that passed variables name. */
  readonly shown: readonly string[];
}

export async function openBox(options: BoxOptions): Promise<BuildBox> {
  const cgroup = await openBuildGroup(options.machine, options.request.inputs.memoryBytes);
  const passEnv = withoutSettingsFiles(options.machine.passEnv);
  const setting: BoxSetting = { cgroup, passEnv, shown: await filesOf(passEnv) };
  let provided: Required<Provision> = { path: [], mounts: [], env: {} };
  return {
    place: options.place,
    get provided() {
      return provided;
    },
    provide: (more) => (provided = merge(provided, more)),
    run: (step) => runStep(options, setting, provided, step),
    close: async () => cgroup?.remove(),
  };
}

function merge(before: Required<Provision>, more: Provision): Required<Provision> {
  return {
    path: [...before.path, ...(more.path ?? [])],
    mounts: [...new Set([...before.mounts, ...(more.mounts ?? [])])],
    env: { ...before.env, ...more.env },
  };
}

async function runStep(
  options: BoxOptions,
  setting: BoxSetting,
  provided: Required<Provision>,
  step: Step,
): Promise<ExecOutcome> {
  const { request, report, deadline } = options;
  const { cgroup } = setting;
  const kills = (await cgroup?.oomKills()) ?? 0;
  request.signal.throwIfAborted();
  report.say(step.name);
  const signal = AbortSignal.any([request.signal, deadline]);
  // Without a box a program that left its process group ends only with the control group.
  const killGroup = (): void => void cgroup?.kill();
  signal.addEventListener("abort", killGroup, { once: true });
  const outcome = await exec(sandboxArgv(sandboxRequest(options, setting, provided, step)), {
    cwd: "/",
    env: sandboxEnvironment,
    input: environmentScript(stepEnvironment(options, setting, provided, step)),
    signal,
    onLine: report.line,
    keepBytes: 64 * 1024,
  }).finally(() => signal.removeEventListener("abort", killGroup));
  request.signal.throwIfAborted();
  if (outcome.code === 0 && !deadline.aborted) return outcome;
  const outOfMemory = ((await cgroup?.oomKills()) ?? 0) > kills;
  await assertDiskSpace(options.machine.home);
  const failure = failureOf(options, step, outcome, outOfMemory);
  if (step.mayFail === true && failure.reason === "BuildJobExitNonZero") return outcome;
  throw failure;
}

function failureOf(options: BoxOptions, step: Step, outcome: ExecOutcome, killed: boolean): BuildFailed {
  const { request, report, deadline } = options;
  if (deadline.aborted) {
    const limit = `the build's limit of ${spellSeconds(request.inputs.timeoutMs / 1000)}`;
    return new BuildFailed("BuildJobTimeout", `${step.name} was still running at ${limit}`);
  }
  if (killed || report.lastLines().some((line) => HEAP_EXHAUSTED.test(line))) {
    const limit = `${Math.round(request.inputs.memoryBytes / 1024 / 1024)} MiB`;
    return new BuildFailed("BuildJobOutOfMemory", `${step.name} ran out of memory (the build has ${limit})`);
  }
  return stepFailed(step, outcome);
}

/** The failure of a step that ended by itself. */
export function stepFailed(step: Step, outcome: ExecOutcome): BuildFailed {
  const how = outcome.code === null ? `was ended by ${outcome.signal}` : `exited with code ${outcome.code}`;
  return new BuildFailed("BuildJobExitNonZero", `${step.name} ${how}`);
}

function spellSeconds(seconds: number): string {
  return seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${Number(seconds.toFixed(1))} seconds`;
}

async function assertDiskSpace(home: string): Promise<void> {
  const { bavail, bsize } = await statfs(home);
  if (bavail * bsize < DISK_FULL_BELOW_BYTES) throw diskFull(undefined);
}

function sandboxRequest(
  { machine, request, place }: BoxOptions,
  setting: BoxSetting,
  provided: Required<Provision>,
  step: Step,
): SandboxRequest {
  const caches = (step.writable ?? []).map((path) => ({ host: path, inside: path }));
  return {
    capabilities: machine.capabilities,
    uid: request.uid,
    workspace: { hostDirectory: place.directory, path: place.start },
    overlay: null,
    readOnly: [...setting.shown, ...provided.mounts],
    writable: [...place.binds, place.home, place.temporary, ...caches],
    tmpBytes: TMP_BYTES,
    etc: { hosts: null, resolv: null, passwd: place.passwd, group: place.group },
    hostname: "build",
    network: null,
    cgroupDirectories: setting.cgroup?.directories ?? [],
    environmentFd: 0,
    statusFd: null,
    diesWithParent: true,
    command: step.command,
  };
}

function stepEnvironment(
  { request, place }: BoxOptions,
  setting: BoxSetting,
  provided: Required<Provision>,
  step: Step,
): Environment {
  const own = provided.path.map((path) => (isAbsolute(path) ? path : join(place.inside, path)));
  const rest = request.env["PATH"] ?? sandboxEnvironment.PATH;
  return {
    LANG: "C.UTF-8",
    HOME: place.home.inside,
    TMPDIR: place.temporary.inside,
    ...setting.passEnv,
    ...provided.env,
    ...request.env,
    ...step.env,
    PATH: [...own, rest].join(":"),
  };
}
