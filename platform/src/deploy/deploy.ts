import { messageOf } from "../base/errors.ts";
import type { Failure } from "../base/event.ts";
import { publish, save, type DeployContext } from "./context.ts";
import { failureOf } from "./failure.ts";
import { runJobsOfKind } from "./steps/pre-deploy.ts";
import type { Step } from "./step.ts";
import { steps } from "./steps.ts";

/**
 * Walks the list of steps. On failure or abort the steps done are taken back in reverse order, the old release
 * goes on, and the deployment ends in ERROR or CANCELED.
 * @returns null when the release is live, else why not
 */
export async function deploy(context: DeployContext): Promise<Failure | null> {
  const done: Step[] = [];
  try {
    for (const step of steps) {
      if (context.release.phase !== "ACTIVE") context.signal.throwIfAborted();
      done.push(step);
      enterPhase(context, step);
      await step.run(context);
    }
    return null;
  } catch (error) {
    const isLive = context.release.phase === "ACTIVE";
    if (!isLive) await undo(context, done);
    return isLive ? null : await giveUp(context, error);
  }
}

function enterPhase(context: DeployContext, step: Step): void {
  if (step.phase === null || step.phase === context.release.phase) return;
  save(context, { phase: step.phase });
  publish(context, { type: "deployment", phase: step.phase, failure: null });
}

async function undo(context: DeployContext, done: readonly Step[]): Promise<void> {
  for (const step of done.toReversed()) {
    try {
      await step.undo?.(context);
    } catch (error) {
      context.parts.log.error("a step could not be undone", { step: step.name, error: messageOf(error) });
    }
  }
}

async function giveUp(context: DeployContext, error: unknown): Promise<Failure> {
  const isCanceled = context.signal.aborted;
  const failure = failureOf(isCanceled ? context.signal.reason : error);
  if (failure.code === "InternalError") {
    context.parts.log.error("deployment failed unexpectedly", {
      stack: error instanceof Error ? error.stack : "",
    });
  }
  if (!isCanceled) await runFailedJobs(context);
  save(context, { phase: isCanceled ? "CANCELED" : "ERROR", failure });
  publish(context, { type: "deployment", phase: context.release.phase, failure });
  return failure;
}

async function runFailedJobs(context: DeployContext): Promise<void> {
  const hasArtifacts = Object.keys(context.release.artifacts).length > 0;
  if (!hasArtifacts) return;
  try {
    await runJobsOfKind(context, "FAILED_DEPLOY", "failed-deploy");
  } catch (error) {
    context.parts.log.warn("a FAILED_DEPLOY job failed", { error: messageOf(error) });
  }
}
