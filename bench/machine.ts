import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/** One line that says what the figures below were measured on. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const cpu = `${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}`;
  return `${cpu}, ${memory} GiB, Linux ${release()}, Node ${process.versions.node}, Ashore ${commit}`;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** `p50 12 ms (10 to 15, n=5)` */
export function summary(valuesMs: readonly number[]): string {
  const [least, most] = [Math.min(...valuesMs), Math.max(...valuesMs)];
  return `p50 ${median(valuesMs).toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)}, n=${valuesMs.length})`;
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
