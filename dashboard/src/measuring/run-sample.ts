import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Child } from "../base/child.ts";
import { messageOf } from "../base/failure.ts";
import type { HostReading, SampleFailure, SampleOutcome, SampleRequest } from "../papers/sample.ts";
import { endTree } from "./end-tree.ts";
import { watchForeignCpu, type HostReader } from "./host-readings.ts";
import { awaitSampleEnd, startSampleChild, type SampleEnd } from "./sample-child.ts";
import { createMarker, DIRECTORY_PREFIX, formatMarker } from "./sample-marker.ts";
import { createTree, type SampleTree } from "./sample-tree.ts";

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** For the child to close its Chromium after it has told its outcome. */
const CLOSING_MS = 3_000;

const noReading: HostReading = { benchmarkIndex: null, foreignCpuShare: null };

export interface RunSampleOptions {
  /** Aborted: the sample is ended at once and its outcome is `aborted`. */
  readonly signal?: AbortSignal;
  /** Gets what the child had to say, and what could not be tidied up. */
  readonly log: (line: string) => void;
  readonly hostReader?: HostReader;
  /** The child's PATH. Default: the usual directories of a system. */
  readonly searchPath?: string;
}

type Told = Pick<SampleOutcome, "host"> & { readonly end: SampleEnd };

/**
 * Measures a page once: a child process, a Chromium of its own, a profile directory of its own. When this returns, all
 * three are gone; if a process is not, the outcome is a failure of the host that says so. Never throws.
 */
export async function runSample(request: SampleRequest, options: RunSampleOptions): Promise<SampleOutcome> {
  const startedAt = performance.now();
  const { host, end } = await runInDirectory(request, options);
  const facts = { host, durationMs: Math.round(performance.now() - startedAt) };
  if (end.kind === "aborted") return { kind: "aborted", ...facts };
  if (end.kind === "silent") return { kind: "failed", failure: end.failure, ...facts };
  const { outcome } = end;
  if (outcome.kind === "measured") return { kind: "measured", result: outcome.result, ...facts };
  return { kind: "failed", failure: outcome.failure, ...facts };
}

async function runInDirectory(request: SampleRequest, options: RunSampleOptions): Promise<Told> {
  if (options.signal?.aborted === true) return { end: { kind: "aborted" }, host: noReading };
  const marker = formatMarker(createMarker());
  const directory = join(tmpdir(), DIRECTORY_PREFIX + marker);
  try {
    await mkdir(directory, { mode: 0o700 });
    const child = await startSampleChild(marker, directory, options.searchPath ?? SYSTEM_PATH);
    return await runChild(child, createTree(child.pid, marker), { request, options });
  } catch (error) {
    const reason = `The measuring process could not be started: ${messageOf(error)}.`;
    return { end: failed("START_FAILED", reason), host: noReading };
  } finally {
    await removeDirectory(directory, options.log);
  }
}

async function runChild(
  child: Child,
  tree: SampleTree,
  { request, options }: { readonly request: SampleRequest; readonly options: RunSampleOptions },
): Promise<Told> {
  const watch = (options.hostReader ?? watchForeignCpu)(tree);
  const { signal, log } = options;
  const end = await awaitSampleEnd(child, request, { hardLimitMs: request.hardLimitMs, signal, log });
  const foreignCpuShare = watch.stop();
  const benchmarkIndex = end.kind === "told" ? end.outcome.benchmarkIndex : null;
  if (end.kind === "told") await atMost(child.ended, CLOSING_MS);
  const left = await endTree(tree);
  return { end: left.length === 0 ? end : leftBehind(left, log), host: { benchmarkIndex, foreignCpuShare } };
}

/** Whatever came of the sample: a host where such processes gather is not one to go on measuring on. */
function leftBehind(
  left: readonly { readonly pid: number; readonly state: string }[],
  log: (line: string) => void,
): SampleEnd {
  const pids = left.map(({ pid, state }) => `${pid} (${state})`).join(", ");
  log(`processes of a sample could not be ended: ${pids}`);
  return failed("PROCESSES_LEFT", `Processes of this sample could not be ended: ${pids}.`);
}

function failed(code: string, message: string): SampleEnd {
  const failure: SampleFailure = { class: "host", code, message };
  return { kind: "silent", failure };
}

async function removeDirectory(directory: string, log: (line: string) => void): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (error) {
    log(`the directory ${directory} could not be removed: ${messageOf(error)}`);
  }
}

async function atMost(promise: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((done) => (timer = setTimeout(done, limitMs)));
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
