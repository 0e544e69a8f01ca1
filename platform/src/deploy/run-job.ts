import { randomUUID } from "node:crypto";
import type { InstanceExit } from "../plan/instance.ts";
import type { JobPlan } from "../plan/plan.ts";
import type { DeploymentRecord, JobRunRecord } from "../store/records.ts";
import { exitText } from "./exit-text.ts";
import { DeployFailure } from "./failure.ts";
import type { LiveApp } from "./fleet.ts";
import type { Parts } from "./parts.ts";
import { printedTo } from "./printed.ts";
import { recipeFor, startInstance } from "./start-instance.ts";

export interface JobOptions {
  readonly trigger: JobRunRecord["trigger"];
  readonly signal: AbortSignal;
  /** Called once the run is written down. */
  readonly onStart?: (run: JobRunRecord) => void;
}

/**
 * Runs a job of a release to its end, or until the app is taken down. A failing job is a run with phase FAILED,
 * not an error.
 */
export async function runJob(
  parts: Parts,
  app: LiveApp,
  release: DeploymentRecord,
  job: JobPlan,
  options: JobOptions,
): Promise<JobRunRecord> {
  const signal = AbortSignal.any([options.signal, app.ending.signal]);
  const run = runToEnd(parts, app, release, job, { ...options, signal });
  app.jobs.add(run);
  return run.finally(() => app.jobs.delete(run));
}

async function runToEnd(
  parts: Parts,
  app: LiveApp,
  release: DeploymentRecord,
  job: JobPlan,
  options: JobOptions,
): Promise<JobRunRecord> {
  const recipe = recipeFor(parts, app, release, job);
  const record = await startInstance(parts, recipe, release, "job");
  const run: JobRunRecord = {
    id: randomUUID(),
    app: app.name,
    job: job.name,
    deploymentId: release.id,
    trigger: options.trigger,
    phase: "RUNNING",
    startedAt: parts.clock.now(),
    endedAt: null,
    exitCode: null,
    logFile: record.instance.logFile,
  };
  parts.store.saveJobRun(run);
  options.onStart?.(run);
  const ended = await awaitEnd(parts, record.instance, job, options.signal);
  parts.store.forgetInstance(record.instance.id);
  const result = { ...run, ...ended, endedAt: parts.clock.now() };
  parts.store.saveJobRun(result);
  return result;
}

/** The run as a failure of its deployment: what it printed last and why it counts as failed. */
export async function jobFailure(run: JobRunRecord, job: JobPlan): Promise<DeployFailure> {
  const exit: InstanceExit = { code: run.exitCode, outOfMemory: false };
  const timedOut = run.phase === "FAILED" && run.exitCode === null;
  const message = timedOut
    ? `The ${job.kind} job ran longer than its limit of ${Math.round(job.timeoutMs / 1000)} s`
    : `The ${job.kind} job ${exitText(exit)}`;
  return new DeployFailure({
    code: timedOut ? "DeployJobTimeout" : "DeployContainerExitNonZero",
    component: job.name,
    message,
    ...(await printedTo(run.logFile)),
    logFile: run.logFile,
  });
}

type Ended = Pick<JobRunRecord, "phase" | "exitCode">;

async function awaitEnd(
  parts: Parts,
  instance: Parameters<Parts["runtime"]["stop"]>[0],
  job: JobPlan,
  signal: AbortSignal,
): Promise<Ended> {
  const timeout = AbortSignal.timeout(job.timeoutMs);
  try {
    const exit = await parts.runtime.awaitExit(instance, AbortSignal.any([signal, timeout]));
    await parts.runtime.stop(instance, 0);
    return { phase: exit.code === 0 ? "SUCCEEDED" : "FAILED", exitCode: exit.code };
  } catch (error) {
    if (!signal.aborted && !timeout.aborted) throw error;
    await parts.runtime.stop(instance, Math.min(job.graceMs, parts.policy.downGraceMs));
    return { phase: signal.aborted ? "CANCELED" : "FAILED", exitCode: null };
  }
}
