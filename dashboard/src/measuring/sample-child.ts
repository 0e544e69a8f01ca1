import { homedir, tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { startChild, type Child } from "../base/child.ts";
import type { SampleFailure, SampleRequest } from "../papers/sample.ts";
import type { ChildOutcome } from "./child-outcome.ts";
import { memoryKillCount } from "./host-readings.ts";
import { judgeChildEnd } from "./judge-child-end.ts";
import { MARKER_VARIABLE } from "./sample-marker.ts";

/** How the child came to its end, or to ours. */
export type SampleEnd =
  | { readonly kind: "told"; readonly outcome: ChildOutcome }
  | { readonly kind: "silent"; readonly failure: SampleFailure }
  | { readonly kind: "aborted" };

export interface SampleLimits {
  readonly hardLimitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

const SAMPLE_PROCESS = fileURLToPath(new URL("./sample-process.ts", import.meta.url));
const OUTCOME_LIMIT_BYTES = 64 * 1024 * 1024;
const LINE_LIMIT = 10_000;
const LOG_LINES = 200;

/** Starts the child process of a sample, in a process group of its own. */
export function startSampleChild(marker: string, directory: string, searchPath: string): Promise<Child> {
  // Built anew: what stands in a worker's environment is no business of a browser on a strange page.
  const env = {
    PATH: searchPath,
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
export function awaitSampleEnd(
  child: Child,
  request: SampleRequest,
  limits: SampleLimits,
): Promise<SampleEnd> {
  return new Promise((resolve) => {
    const killsBefore = memoryKillCount();
    const stderr = logLines(child, limits.log);
    const abort = (): void => finish({ kind: "aborted" });
    const giveUp = (): void => finish({ kind: "silent", failure: timedOut(limits.hardLimitMs) });
    const timer = setTimeout(giveUp, limits.hardLimitMs);
    const finish = (end: SampleEnd): void => {
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", abort);
      resolve(end);
    };
    limits.signal?.addEventListener("abort", abort, { once: true });
    if (limits.signal?.aborted === true) abort();
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
async function readOutcome({ pipes: [pipe] }: Child): Promise<ChildOutcome | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
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

/** @returns what the child wrote to standard error, its last lines */
function logLines(child: Child, log: (line: string) => void): () => string {
  const kept: string[] = [];
  let count = 0;
  for (const stream of [child.stdout, child.stderr]) {
    let partial = "";
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (partial + chunk).split("\n");
      partial = (lines.pop() ?? "").slice(-LINE_LIMIT);
      for (const line of lines) {
        if (stream === child.stderr) kept.push(line);
        if (count++ < LOG_LINES) log(line);
      }
      kept.splice(0, kept.length - LOG_LINES);
    });
  }
  return () => kept.join("\n");
}

function timedOut(hardLimitMs: number): SampleFailure {
  const message = `The page was not measured within ${Math.round(hardLimitMs / 1000)} seconds, so it was given up.`;
  return { class: "transient", code: "TIMED_OUT", message };
}
