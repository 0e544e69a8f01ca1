import { access, chmod, chown, mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { environmentScript, createCgroup, type SandboxRequest } from "../../base/sandbox.ts";
import type { Instance } from "../../plan/instance.ts";
import type { StartRequest } from "../runtime.ts";
import { claim, type Claim } from "./claim.ts";
import type { Context } from "./context.ts";
import { instanceEnvironment } from "./environment.ts";
import { writeEtc } from "./etc-files.ts";
import { ENVIRONMENT_FD, launch, STATUS_FD } from "./launch.ts";
import { plugIn } from "./network/instance-network.ts";
import { writeRecord } from "./record.ts";
import { removeLeftovers } from "./remove-leftovers.ts";
import { assertReachable, makeWorkingCopy } from "./working-copy.ts";

const MAX_PROCESSES = 4096;
const MIN_SHM_BYTES = 64 * 1024 * 1024;

/**
 * Starts an instance that outlives us. The directory comes first and carries the id, so whatever was made after it is
 * found by `sweep` even if we are killed in between. On failure nothing is left but the log.
 */
export async function startInstance(context: Context, request: StartRequest): Promise<Instance> {
  await mkdir(context.paths.instances, { recursive: true });
  await mkdir(context.paths.instance(request.id).directory);
  try {
    const claimed = await claim(context, request);
    const box = await prepare(context, request, claimed);
    return await run(context, request, claimed, box);
  } catch (error) {
    await removeLeftovers(context, request.id);
    throw error;
  }
}

async function run(
  context: Context,
  request: StartRequest,
  { record }: Claim,
  box: SandboxRequest,
): Promise<Instance> {
  const first = request.ports[0];
  const port = first === undefined ? undefined : record.ports[first];
  const env = instanceEnvironment(
    request,
    record.workspace,
    context.passEnv,
    port,
    dataSeenAt(context, request),
  );
  const { identity, monitor } = await launch(context, request, box, environmentScript(env));
  const instance: Instance = {
    id: request.id,
    app: request.app,
    component: request.component,
    address: record.place?.address ?? "127.0.0.1",
    ports: record.ports,
    identity,
    logFile: request.logFile,
    startedAt: context.clock.now(),
  };
  await writeRecord(context.paths, { ...record, running: { instance, monitor } });
  return instance;
}

/** Makes everything the box needs, side by side, and describes the box. */
async function prepare(context: Context, request: StartRequest, claimed: Claim): Promise<SandboxRequest> {
  const { record, network } = claimed;
  const { capabilities } = context;
  const paths = context.paths.instance(request.id);
  const tasks = [
    makeWorkingCopy(context, request.artifact.directory, paths, request.uid),
    writeEtc(context, record, network),
    makeGroup(context, request),
    plugInIfWanted(context, claimed),
    makeWritable(context, request),
  ] as const;
  // All have ended before one's failure is told: what is cleaned up must not be made afterwards.
  await Promise.allSettled(tasks);
  const [overlay, etc, groups, namespace, writable] = await Promise.all(tasks);
  await assertReachable(context, paths.workspace, request.uid);
  return {
    capabilities,
    uid: request.uid,
    workspace: { hostDirectory: paths.workspace, path: record.workspace },
    overlay,
    readOnly: [...(await thoseThere(context.readOnly)), ...request.artifact.mounts],
    writable,
    tmpBytes: Math.max(MIN_SHM_BYTES, Math.floor(request.size.memoryBytes / 2)),
    etc,
    hostname: request.id,
    network: namespace,
    cgroupDirectories: groups,
    environmentFd: ENVIRONMENT_FD,
    statusFd: STATUS_FD,
    diesWithParent: false,
    command: ["/bin/sh", "-c", request.command],
  };
}

async function plugInIfWanted(context: Context, { record, network }: Claim): Promise<string | null> {
  if (network === undefined || record.place === null) return null;
  return plugIn(context, network, record.id, record.place);
}

async function makeGroup(context: Context, request: StartRequest): Promise<readonly string[]> {
  const { cgroup } = context.capabilities;
  if (cgroup === null) return [];
  const { memoryBytes, cpus } = request.size;
  const limits = { memoryBytes, cpus: cpus < availableParallelism() ? cpus : null, pids: MAX_PROCESSES };
  const group = await createCgroup(cgroup, context.names.cgroup(request.id), limits, context.clock);
  return group.directories;
}

/** A private /tmp on disk, as on App Platform; a tmpfs would count as the app's memory. And the data that stays. */
async function makeWritable(context: Context, request: StartRequest): Promise<SandboxRequest["writable"]> {
  const { temporary } = context.paths.instance(request.id);
  await mkdir(temporary);
  await chmod(temporary, 0o1777);
  const own = [{ host: temporary, inside: "/tmp" }];
  if (request.data === null) return own;
  await mkdir(request.data.hostDirectory, { recursive: true });
  if (request.uid !== null) await chown(request.data.hostDirectory, request.uid, request.uid);
  return [...own, { host: request.data.hostDirectory, inside: request.data.path }];
}

/** A variable of the machine may name a file that is gone; that is no reason not to start. */
async function thoseThere(paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index]);
}

/** Where the program finds its data directory: at the spec's path, or at its own place without mounts. */
function dataSeenAt({ capabilities }: Context, { data }: StartRequest): string | null {
  if (data === null) return null;
  return capabilities.programs.bwrap === null ? data.hostDirectory : data.path;
}
