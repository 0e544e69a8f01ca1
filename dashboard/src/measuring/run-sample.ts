import { mkdir, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, type Child } from "../base/child.ts";
import { messageOf } from "../base/failure.ts";
import type { SampleFailure, SampleOutcome, SampleRequest } from "../papers/sample.ts";
import type { ChildOutcome } from "./child-outcome.ts";
import { endTree } from "./end-tree.ts";
import { memoryKillCount, watchForeignCpu, type HostReader } from "./host-readings.ts";
import { judgeChildEnd } from "./judge-child-end.ts";
import { createMarker, DIRECTORY_PREFIX, formatMarker, MARKER_VARIABLE } from "./sample-marker.ts";
import { createTree, type SampleTree } from "./sample-tree.ts";

/** When nothing else is asked for, a sample is ended after this. */
export const DEFAULT_HARD_LIMIT_MS = 120_000;

const SAMPLE_PROCESS = fileURLToPath(new URL("./sample-process.ts", import.meta.url));
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** For the child to close its Chromium after it has told its outcome. */
const CLOSING_MS = 3_000;
const OUTCOME_LIMIT_BYTES = 64 * 1024 * 1024;
const LOG_LINES = 200;

export interface RunSampleOptions {
  /** Aborted: the sample is ended at once and its outcome is `aborted`. */
  readonly signal?: AbortSignal;
  /** Gets what the child and Chromium had to say, and what could not be tidied up. */
  readonly log: (line: string) => void;
  readonly hostReader?: HostReader;
  /** The child's PATH. Default: the usual directories of a system. */
  readonly searchPath?: string;
}

/**
 * Measures a page once: a child process, a Chromium of its own, a profile directory of its own. When this returns, all
 * three are gone; if not, the outcome is a failure of the host that says so. Never throws.
 */
export async function runSample(request: SampleRequest, options: RunSampleOptions): Promise<SampleOutcome> {
  const startedAt = performance.now();
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  const noReading = { benchmarkIndex: null, foreignCpuShare: null };
  if (options.signal?.aborted === true) return { kind: "aborted", host: noReading, durationMs: durationMs() };
  const marker = formatMarker(createMarker());
  const directory = join(tmpdir(), DIRECTORY_PREFIX + marker);
  try {
    await mkdir(directory, { mode: 0o700 });
    const child = await startSampleProcess(marker, directory, options);
    const tree = createTree(child.pid, marker);
    const watch = (options.hostReader ?? watchForeignCpu)(tree);
    const end = await awaitEnd(child, request, options);
    const foreignCpuShare = watch.stop();
    if (end.kind === "told") await settled(child.ended, CLOSING_MS);
    const failure = await tidyUp(tree, directory, options.log);
    const benchmarkIndex = end.kind === "told" ? end.outcome.benchmarkIndex : null;
    const facts = { host: { benchmarkIndex, foreignCpuShare }, durationMs: durationMs() };
    if (failure !== null) return { kind: "failed", failure, ...facts };
    return concludeEnd(end, facts);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    const failure = hostFailure(
      "START_FAILED",
      `The measuring process could not be started: ${messageOf(error)}.`,
    );
    return { kind: "failed", failure, host: noReading, durationMs: durationMs() };
  }
}

type End =
  | { readonly kind: "told"; readonly outcome: ChildOutcome }
  | { readonly kind: "silent"; readonly failure: SampleFailure }
  | { readonly kind: "aborted" };

function concludeEnd(end: End, facts: Pick<SampleOutcome, "host" | "durationMs">): SampleOutcome {
  if (end.kind === "aborted") return { kind: "aborted", ...facts };
  if (end.kind === "silent") return { kind: "failed", failure: end.failure, ...facts };
  const { outcome } = end;
  if (outcome.kind === "measured") return { kind: "measured", result: outcome.result, ...facts };
  return { kind: "failed", failure: outcome.failure, ...facts };
}

function startSampleProcess(marker: string, directory: string, options: RunSampleOptions): Promise<Child> {
  // Built anew: what stands in a worker's environment is no business of a browser on a strange page.
  const env = {
    PATH: options.searchPath ?? SYSTEM_PATH,
    HOME: homedir(),
    LANG: "C.UTF-8",
    // On Linux Chromium's own temporary files end up in the directory we remove. Elsewhere the path is too long for
    // its socket.
    TMPDIR: process.platform === "linux" ? directory : tmpdir(),
    [MARKER_VARIABLE]: marker,
  };
  return startChild([process.execPath, SAMPLE_PROCESS, directory], { env, ownGroup: true, extraPipes: 1 });
}

/** Hands the request in and waits for whatever comes first: outcome, end of the child, hard limit, abort. */
function awaitEnd(child: Child, request: SampleRequest, options: RunSampleOptions): Promise<End> {
  return new Promise((resolve) => {
    const killsBefore = memoryKillCount();
    const stderr = logLines(child, options.log);
    const abort = (): void => finish({ kind: "aborted" });
    const limit = setTimeout(
      () => finish({ kind: "silent", failure: timedOut(request.hardLimitMs) }),
      request.hardLimitMs,
    );
    const finish = (end: End): void => {
      clearTimeout(limit);
      options.signal?.removeEventListener("abort", abort);
      resolve(end);
    };
    options.signal?.addEventListener("abort", abort, { once: true });
    void readOutcome(child).then(async (outcome) => {
      if (outcome !== null) return finish({ kind: "told", outcome });
      const end = await child.ended;
      const memoryRanOut = memoryKillCount() > killsBefore;
      finish({ kind: "silent", failure: judgeChildEnd({ ...end, stderr: stderr(), memoryRanOut }) });
    });
    // Left open: its end tells the child that we are gone.
    child.stdin.write(`${JSON.stringify(request)}\n`);
  });
}

/** null: the pipe closed before a whole line came. */
async function readOutcome(child: Child): Promise<ChildOutcome | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const [pipe] = child.pipes;
  if (pipe === undefined) return null;
  try {
    for await (const chunk of pipe as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (chunk.at(-1) === 0x0a) return JSON.parse(Buffer.concat(chunks).toString("utf8")) as ChildOutcome;
      if (sizeBytes > OUTCOME_LIMIT_BYTES) return null;
    }
  } catch {
    // A pipe that breaks is a child that ended; its exit code tells more.
  }
  return null;
}

/** @returns what the child wrote to standard error, at most its last lines */
function logLines(child: Child, log: (line: string) => void): () => string {
  const kept: string[] = [];
  let count = 0;
  for (const stream of [child.stdout, child.stderr]) {
    let partial = "";
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (partial + chunk).split("\n");
      partial = (lines.pop() ?? "").slice(-10_000);
      for (const line of lines) {
        if (stream === child.stderr) kept.push(line);
        if (count++ < LOG_LINES) log(line);
      }
      kept.splice(0, kept.length - LOG_LINES);
    });
  }
  return () => kept.join("\n");
}

async function tidyUp(
  tree: SampleTree,
  directory: string,
  log: (line: string) => void,
): Promise<SampleFailure | null> {
  const left = await endTree(tree);
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (error) {
    log(`the directory ${directory} could not be removed: ${messageOf(error)}`);
  }
  if (left.length === 0) return null;
  const pids = left.map(({ pid, state }) => `${pid} (${state})`).join(", ");
  log(`processes of a sample could not be ended: ${pids}`);
  return hostFailure("PROCESSES_LEFT", `Processes of this sample could not be ended: ${pids}.`);
}

async function settled(promise: Promise<unknown>, atMostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((done) => (timer = setTimeout(done, atMostMs)));
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}

function timedOut(hardLimitMs: number): SampleFailure {
  const message = `The page was not measured within ${Math.round(hardLimitMs / 1000)} seconds, so it was given up.`;
  return { class: "transient", code: "TIMED_OUT", message };
}

function hostFailure(code: string, message: string): SampleFailure {
  return { class: "host", code, message };
}
