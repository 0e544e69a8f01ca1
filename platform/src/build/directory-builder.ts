import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError, systemCodeOf } from "../base/errors.ts";
import { artifactId } from "./artifact-id.ts";
import { artifactShelf, type ArtifactShelf } from "./artifact-shelf.ts";
import { sweepBuildGroups } from "./build-group.ts";
import { BuildFailed } from "./build-failed.ts";
import { WORKSPACE } from "./build-place.ts";
import { openReport, type BuildReport } from "./build-report.ts";
import type { Builder, BuildOutcome, BuildRequest } from "./builder.ts";
import type { BuildMachine } from "./machine.ts";
import { makeArtifact } from "./make-artifact.ts";
import { diskFull, removeTree } from "./trees.ts";

/**
 * Builds artifacts as directories below `home`, with the machine's own programs and fetched toolchains. One for
 * each home: what a killed predecessor left in scratch directories and control groups goes before the first build.
 */
export function directoryBuilder(machine: BuildMachine): Builder {
  const shelf = artifactShelf(join(machine.home, "artifacts"));
  const scratchRoot = join(machine.home, "scratch/builds");
  const place = machine.capabilities.programs.bwrap === null ? "in-place" : WORKSPACE;
  const running = new Map<string, Promise<unknown>>();
  let swept: Promise<void> | undefined;

  const build = async (request: BuildRequest): Promise<BuildOutcome> => {
    await (swept ??= sweep(machine, scratchRoot));
    const id = artifactId(request.inputs, request.env, place, request.generation);
    const key = `${request.app}/${id}`;
    for (let other = running.get(key); other; other = running.get(key)) await settled(other, request.signal);
    // No await between the look above and the entry below: two callers must not both find nothing.
    const work = findOrBuild({ machine, shelf, request, id, scratchRoot });
    running.set(key, work);
    try {
      return await work;
    } finally {
      running.delete(key);
    }
  };

  return {
    build,
    find: (app, id) => shelf.find(app, id),
    collect: (app, keep, spare) => {
      const prefix = `${app}/`;
      const busy = [...running.keys()].filter((key) => key.startsWith(prefix));
      return shelf.collect(app, [...keep, ...busy.map((key) => key.slice(prefix.length))], spare);
    },
    remove: (app) => shelf.remove(app),
  };
}

/** Waits for another build's end, however it ends. */
async function settled(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", (stop = () => resolve())));
  await Promise.race([
    work.then(
      () => undefined,
      () => undefined,
    ),
    aborted,
  ]);
  if (stop) signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
}

async function sweep(machine: BuildMachine, scratchRoot: string): Promise<void> {
  await sweepBuildGroups(machine);
  await mkdir(scratchRoot, { recursive: true });
  for (const name of await readdir(scratchRoot)) await removeTree(join(scratchRoot, name));
}

interface BuildJob {
  readonly machine: BuildMachine;
  readonly shelf: ArtifactShelf;
  readonly request: BuildRequest;
  readonly id: string;
  readonly scratchRoot: string;
}

async function findOrBuild(job: BuildJob): Promise<BuildOutcome> {
  job.request.signal.throwIfAborted();
  const found = await job.shelf.find(job.request.app, job.id);
  if (found) return { artifact: found, reused: true };
  try {
    return await buildInScratch(job);
  } catch (error) {
    if (systemCodeOf(error) === "ENOSPC") throw diskFull(error);
    throw error;
  }
}

async function buildInScratch(job: BuildJob): Promise<BuildOutcome> {
  const { request, shelf, id } = job;
  const scratch = await mkdtemp(join(job.scratchRoot, "build-"));
  const report = await openReport(request);
  let made = false;
  try {
    const artifact = await makeArtifact({ ...job, report, scratch });
    made = true;
    await report.close();
    return { artifact, reused: false };
  } catch (error) {
    const failure = failureOf(error, request);
    if (!failure) throw error;
    report.say(failure.message);
    const hint = hintOfNetwork(report) ?? failure.hint;
    return { failure: { ...failure, hint, lastLines: report.lastLines(), logFile: request.logFile } };
  } finally {
    await report.close().catch(() => undefined);
    await removeTree(scratch);
    if (!made) await removeTree(shelf.directoryOf(request.app, id));
  }
}

function failureOf(error: unknown, request: BuildRequest) {
  if (request.signal.aborted) return undefined;
  if (error instanceof BuildFailed) {
    const { reason, message, hint } = error;
    return { reason, message, hint };
  }
  // The time limit may also pass while a toolchain is fetched.
  if (error instanceof Error && error.name === "TimeoutError" && !(error instanceof PlatformError)) {
    const message = "the build's time limit passed while its tools were fetched";
    return { reason: "BuildJobTimeout" as const, message, hint: "" };
  }
  return undefined;
}

/** A name that leads nowhere is seldom among the last lines: what needed it complains longer than it did. */
function hintOfNetwork(report: BuildReport): string | undefined {
  const host = report.unreachedHost();
  return host === null
    ? undefined
    : `the build looked for the host ${host} and did not find it; see the whole log`;
}
