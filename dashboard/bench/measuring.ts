/**
 * Figures for the goals M6, M7 and M8 of measuring.
 *
 *     node dashboard/bench/measuring.ts [m6|m7|m8 …] [--samples 60] [--kills 12] [--pairs 8]
 *
 * M6: what samples leave behind, some of them killed at random moments. M7: what a sample costs beyond bare Lighthouse,
 * alternating. M8: pages that fail, and what they are called.
 */
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { runCommand, startChild } from "../src/base/child.ts";
import type { SampleOutcome, SampleRequest } from "../src/papers/sample.ts";
import { findChromium } from "../src/measuring/find-chromium.ts";
import {
  foreignShare,
  parseMachineTimes,
  watchForeignCpu,
  type HostReader,
} from "../src/measuring/host-readings.ts";
import { readProcesses, readText } from "../src/measuring/processes.ts";
import { runSample } from "../src/measuring/run-sample.ts";
import type { SampleTree } from "../src/measuring/sample-tree.ts";
import { leftovers } from "../src/measuring/testing/leftovers.ts";
import { startStrangeSite } from "../src/measuring/testing/strange-site.ts";

const SITE = fileURLToPath(new URL("../../examples/fixture-site/server.js", import.meta.url));
const BARE = fileURLToPath(new URL("bare-lighthouse.ts", import.meta.url));
const KILL_WITHIN_MS = 7_000;
const REAP_MS = 3_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    samples: { type: "string", default: "60" },
    kills: { type: "string", default: "12" },
    pairs: { type: "string", default: "8" },
  },
});
const searchPath = process.env["PATH"] ?? "";
const chromium = await findChromium({ chromePath: process.env["CHROME_PATH"] ?? null, searchPath });
console.log(`Chromium ${chromium.version} at ${chromium.path}\n`);

const wanted = positionals.length === 0 ? ["m6", "m7", "m8"] : positionals;
if (wanted.includes("m7")) await withSite((url) => measureOverhead(url, Number(options.pairs)));
if (wanted.includes("m8")) await measureFailures();
if (wanted.includes("m6"))
  await withSite((url) => measureLeftovers(url, Number(options.samples), Number(options.kills)));

async function measureLeftovers(url: string, samples: number, kills: number): Promise<void> {
  console.log(`M6: ${samples} samples, ${kills} of them killed`);
  const known = new Map<number, number>();
  const counts: Record<string, number> = {};
  for (let index = 0; index < samples; index++) {
    const isKilled = Math.floor(((index + 1) * kills) / samples) > Math.floor((index * kills) / samples);
    let tree: SampleTree | null = null;
    const hostReader: HostReader = (started) => watchForeignCpu((tree = started));
    if (isKilled) void wait(Math.random() * KILL_WITHIN_MS).then(() => tree !== null && kill(tree.rootPid));
    const outcome = await runSample(requestFor(url), { log: () => undefined, searchPath, hostReader });
    for (const [pid, start] of (tree as SampleTree | null)?.known ?? []) known.set(pid, start);
    const name = nameOf(outcome);
    counts[name] = (counts[name] ?? 0) + 1;
    process.stdout.write(outcome.kind === "measured" ? "." : "x");
  }
  await wait(REAP_MS);
  const { processes, directories } = leftovers();
  const defunct = readProcesses().filter(
    ({ pid, startTicks, state }) => state === "Z" && known.get(pid) === startTicks,
  );
  console.log(`\n  outcomes: ${JSON.stringify(counts)}, processes seen: ${known.size}`);
  console.log(
    `  left: ${processes.length} processes, ${directories.length} directories, ${defunct.length} defunct\n`,
  );
}

async function measureOverhead(url: string, pairs: number): Promise<void> {
  console.log(`M7: ${pairs} pairs`);
  const ours: number[] = [];
  const bare: number[] = [];
  await runOurs(url);
  const rssBefore = process.memoryUsage().rss;
  let rssMost = rssBefore;
  for (let pair = 0; pair < pairs; pair++) {
    const steps = [async () => ours.push(await runOurs(url)), async () => bare.push(await runBare(url))];
    const before = parseMachineTimes(readText("/proc/stat") ?? "");
    for (const step of pair % 2 === 0 ? steps : steps.reverse()) await step();
    rssMost = Math.max(rssMost, process.memoryUsage().rss);
    const after = parseMachineTimes(readText("/proc/stat") ?? "");
    const busy = before === null || after === null ? null : foreignShare(before, after, 0);
    const load = busy === null ? "" : `; the machine was ${Math.round(busy * 100)} % busy`;
    console.log(`  ours ${seconds(ours.at(-1))} s, bare ${seconds(bare.at(-1))} s${load}`);
  }
  const [oursMedian, bareMedian] = [median(ours), median(bare)];
  const differences = ours.map((one, index) => one - (bare[index] ?? one));
  console.log(`  median: ours ${seconds(oursMedian)} s, bare Lighthouse ${seconds(bareMedian)} s`);
  console.log(
    `  ratio ${(oursMedian / bareMedian).toFixed(3)}, median difference ${seconds(median(differences))} s`,
  );
  console.log(`  parent's memory: ${megabytes(rssBefore)} MB, at most ${megabytes(rssMost)} MB afterwards\n`);
}

async function measureFailures(): Promise<void> {
  console.log("M8: pages that fail");
  const site = await startStrangeSite();
  const expected: readonly (readonly [string, string])[] = [
    ["/status/500", "transient HTTP_500"],
    ["/status/404", "permanent HTTP_404"],
    ["/loop/1", "permanent REDIRECT_LOOP"],
    ["/to-login", "permanent REDIRECTED_TO_LOGIN"],
    ["/to-metadata", "permanent ADDRESS_NOT_ALLOWED"],
    ["/text", "permanent NOT_HTML"],
    ["/reset", "transient CONNECTION_RESET"],
    ["/hang", "transient PAGE_HUNG"],
    ["/silent", "transient NO_ANSWER"],
    ["/never-loads", "transient LOAD_TIMED_OUT"],
    ["/eats-memory", "transient PAGE_CRASHED"],
    ["/200-megabytes", "measured"],
  ];
  let right = 0;
  for (const [path, name] of expected) {
    const url = `http://127.0.0.1:${site.port}${path}`;
    const outcome = await runSample(
      { ...requestFor(url), hardLimitMs: 120_000 },
      { log: () => undefined, searchPath },
    );
    const isRight = nameOf(outcome) === name && outcome.durationMs < 120_000;
    if (isRight) right += 1;
    console.log(
      `  ${isRight ? "ok " : "NOT"} ${path.padEnd(16)} ${nameOf(outcome).padEnd(30)} ${seconds(outcome.durationMs)} s`,
    );
  }
  await site.stop();
  const { processes, directories } = leftovers();
  console.log(
    `  ${right} of ${expected.length}; left: ${processes.length} processes, ${directories.length} directories\n`,
  );
}

function requestFor(url: string): SampleRequest {
  return {
    url,
    profile: "mobile",
    headers: {},
    allowedHosts: ["127.0.0.1"],
    chromiumPath: chromium.path,
    chromiumFlags: chromium.flags,
    cpuSlowdown: 4,
    hardLimitMs: 60_000,
  };
}

async function runOurs(url: string): Promise<number> {
  const startedAt = performance.now();
  const outcome = await runSample(requestFor(url), { log: () => undefined, searchPath });
  if (outcome.kind !== "measured") throw new Error(`not measured: ${JSON.stringify(outcome)}`);
  return performance.now() - startedAt;
}

async function runBare(url: string): Promise<number> {
  const startedAt = performance.now();
  const command = [process.execPath, BARE, url, chromium.path, ...chromium.flags] as const;
  const { code, stderr } = await runCommand([...command], { env: { PATH: searchPath }, timeoutMs: 120_000 });
  if (code !== 0) throw new Error(`bare Lighthouse failed: ${stderr}`);
  return performance.now() - startedAt;
}

async function withSite(use: (url: string) => Promise<void>): Promise<void> {
  const site = await startChild([process.execPath, SITE], { env: { PORT: "0" }, ownGroup: false });
  const port = await new Promise<string>((known) =>
    site.stdout.setEncoding("utf8").on("data", (text: string) => {
      const found = /listening on (\d+)/.exec(text)?.[1];
      if (found !== undefined) known(found);
    }),
  );
  try {
    await use(`http://127.0.0.1:${port}/`);
  } finally {
    site.kill("SIGTERM");
    await site.ended;
  }
}

function nameOf(outcome: SampleOutcome): string {
  return outcome.kind === "failed" ? `${outcome.failure.class} ${outcome.failure.code}` : outcome.kind;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function seconds(ms: number | undefined): string {
  return ((ms ?? Number.NaN) / 1000).toFixed(2);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
