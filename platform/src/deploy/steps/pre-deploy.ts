import type { JobPlan } from "../../plan/plan.ts";
import type { JobRunRecord } from "../../store/records.ts";
import { planOf, reported, type DeployContext } from "../context.ts";
import { jobFailure, runJob } from "../run-job.ts";
import type { Step } from "../step.ts";

/** PRE_DEPLOY jobs, one after the other in the spec's order; a failing one ends the deployment. */
export const preDeploy: Step = {
  name: "pre-deploy",
  phase: "DEPLOYING",
  run: (context) => runJobsOfKind(context, "PRE_DEPLOY", "pre-deploy"),
};

/** @throws DeployFailure of the first job that fails */
export async function runJobsOfKind(
  context: DeployContext,
  kind: JobPlan["kind"],
  step: string,
): Promise<void> {
  // A restart starts instances anew and does nothing else, as on App Platform.
  if (context.release.restart.length > 0) return;
  for (const job of planOf(context).jobs.filter((candidate) => candidate.kind === kind)) {
    // A deployment that is resumed after a crash of ours does not run a finished job twice.
    if (hasSucceeded(context, job)) continue;
    const texts = { running: `Running ${job.name}`, success: () => "Done" };
    await reported(context, step, job.name, texts, () => runOne(context, job));
  }
}

async function runOne(context: DeployContext, job: JobPlan): Promise<JobRunRecord> {
  const { parts, app, release, signal } = context;
  const run = await runJob(parts, app, release, job, { trigger: "DEPLOYMENT", signal });
  signal.throwIfAborted();
  if (run.phase !== "SUCCEEDED") throw await jobFailure(run, job);
  return run;
}

function hasSucceeded(context: DeployContext, job: JobPlan): boolean {
  return context.parts.store
    .jobRuns(context.app.name, 100)
    .some(
      (run) => run.job === job.name && run.deploymentId === context.release.id && run.phase === "SUCCEEDED",
    );
}
