import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../plan/artifact.ts";
import type { ArtifactShelf } from "./artifact-shelf.ts";
import { openBox, type BuildBox } from "./build-box.ts";
import { preparePlace } from "./build-place.ts";
import type { BuildReport } from "./build-report.ts";
import type { BuildRequest } from "./builder.ts";
import { dependencyCache } from "./dependency-cache.ts";
import type { BuildMachine } from "./machine.ts";
import type { PackContext, PackResult } from "./packs/pack.ts";
import { runPack } from "./packs/run-pack.ts";
import { parseProcfile } from "./procfile.ts";
import { findSiteOutput } from "./site-output.ts";
import { publishSite } from "./site-publish.ts";
import { removeTree, treeBytes } from "./trees.ts";

export interface ArtifactJob {
  readonly machine: BuildMachine;
  readonly shelf: ArtifactShelf;
  readonly request: BuildRequest;
  readonly report: BuildReport;
  readonly id: string;
  /** Removed by the caller, whatever happens. */
  readonly scratch: string;
}

/**
 * One build: lay out, packs, the spec's command, finish, put on the shelf.
 * @throws BuildFailed, PlatformError, or the signal's reason
 */
export async function makeArtifact(job: ArtifactJob): Promise<Artifact> {
  const { machine, shelf, request, report } = job;
  const deadline = AbortSignal.timeout(request.inputs.timeoutMs);
  const directory = await shelf.clear(request.app, job.id);
  // Without a box of its own a build stands where it will run: what it makes holds absolute paths.
  const boxed = machine.capabilities.programs.bwrap !== null;
  const root = boxed ? join(job.scratch, "source") : join(directory, "workspace");
  const place = await preparePlace({ machine, request, scratch: job.scratch, root });
  const box = await openBox({ machine, request, place, report, deadline });
  try {
    const signal = AbortSignal.any([request.signal, deadline]);
    const results = await runSteps(job, box, signal);
    await box.close();
    return await shelve(job, box, results, directory);
  } finally {
    await box.close();
  }
}

async function runSteps(job: ArtifactJob, box: BuildBox, signal: AbortSignal): Promise<PackResult[]> {
  const { machine, request, report } = job;
  const context: PackContext = {
    machine,
    request,
    box,
    report,
    tools: { machine, say: report.say, signal },
    dependencies: dependencyCache(machine, request.uid, request.generation),
  };
  const results: PackResult[] = [];
  for (const pack of request.inputs.packs) results.push(await runPack(pack, context));
  const { buildCommand } = request.inputs;
  if (buildCommand !== null && buildCommand.trim() !== "") {
    await box.run({ name: "build_command", command: ["sh", "-c", buildCommand] });
  }
  for (const { finish } of results) await finish?.();
  return results;
}

async function shelve(
  { shelf, request, report, id }: ArtifactJob,
  box: BuildBox,
  results: readonly PackResult[],
  directory: string,
): Promise<Artifact> {
  const { place, provided } = box;
  const isSite = request.inputs.output !== null;
  const processes = isSite ? {} : await readProcesses(place.directory, results);
  const content = isSite
    ? await shelveSite(request, box, directory, report)
    : await shelveWorkspace(box, directory);
  const artifact: Artifact = {
    id,
    directory: content,
    mounts: isSite ? [] : provided.mounts,
    path: isSite ? [] : provided.path,
    env: isSite ? {} : merge(results.map(({ env }) => env)),
    processes,
    siteRoot: isSite ? content : null,
    sizeBytes: await treeBytes(content),
  };
  await shelf.finish(request.app, artifact);
  return artifact;
}

async function readProcesses(
  directory: string,
  results: readonly PackResult[],
): Promise<Artifact["processes"]> {
  const procfile = await readFile(join(directory, "Procfile"), "utf8").catch(() => "");
  return merge([...results.map(({ processes }) => processes), parseProcfile(procfile)]);
}

function merge(records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)));
}

/** Only the component's own directory lives on, as on App Platform. */
async function shelveWorkspace({ place }: BuildBox, directory: string): Promise<string> {
  if (place.inside === place.directory) return place.directory;
  const target = join(directory, "workspace");
  await rename(place.directory, target);
  return target;
}

async function shelveSite(
  request: BuildRequest,
  { place }: BuildBox,
  directory: string,
  report: BuildReport,
): Promise<string> {
  const target = join(directory, "site");
  await mkdir(directory, { recursive: true });
  const { packs, buildCommand, output: wanted } = request.inputs;
  const isPlain = buildCommand === null && packs.every((pack) => pack.kind === "files");
  const output = await findSiteOutput(place.directory, wanted ?? { directory: null }, isPlain);
  await publishSite({ workspace: place.directory, inside: place.inside, output, target, say: report.say });
  // Where it was built in place; else the scratch directory goes anyway.
  await removeTree(join(directory, "workspace"));
  return target;
}
