import { maskUrl } from "./address.ts";
import type { Request } from "./arguments.ts";
import type { Log } from "../base/log.ts";
import { endCopy, keepAside } from "./checkpoint.ts";
import { explainLoss } from "./connection.ts";
import { copyTables, type CopyOutcome } from "./copy.ts";
import { openSource } from "./open-source.ts";
import { countRunningWorkers } from "./postgres-source.ts";
import type { Progress } from "./progress.ts";
import type { Report } from "./report.ts";
import type { Source, SourcePlan } from "./source.ts";
import { checkTarget, openTarget, takeTarget, type OldSchema, type Target } from "./target.ts";
import { verifyCopy } from "./verify.ts";
import { amount } from "./words.ts";

export interface Surroundings {
  readonly log: Log;
  readonly progress: Progress;
  /** Ends the work after the batch in hand. */
  readonly signal: AbortSignal;
}

const oldSchemas: Readonly<Record<Request["command"], OldSchema>> = {
  plan: "accept",
  copy: "migrate",
  verify: "refuse",
};

/** Does what was asked and reports it. Throws a Failure when source or target do not allow it. */
export async function run(request: Request, surroundings: Surroundings): Promise<Report> {
  const source = await openSource(request.from, surroundings.log);
  try {
    const target = await openTarget(request.to, oldSchemas[request.command], surroundings.log);
    try {
      return await commands[request.command]({ request, source, target, ...surroundings });
    } finally {
      await target.close();
    }
  } catch (error) {
    throw explainLoss(error) ?? error;
  } finally {
    await source.close();
  }
}

interface Work extends Surroundings {
  readonly request: Request;
  readonly source: Source;
  readonly target: Target;
}

const commands = { plan: runPlan, copy: runCopy, verify: runVerify } as const;

async function runPlan({ request, source, target, progress }: Work): Promise<Report> {
  const resumed = await checkTarget(target, source);
  const plan = await source.plan(progress);
  const outcome = stoppedByFaults(plan, request) ? "faults" : "fine";
  return { ...frame(request, source, plan), outcome, resumed, copied: null, verification: null };
}

async function runCopy(work: Work): Promise<Report> {
  const { request, source, target, progress, signal } = work;
  const resumed = await checkTarget(target, source);
  const plan = await source.plan(progress);
  const report = { ...frame(request, source, plan), resumed, copied: null, verification: null };
  if (stoppedByFaults(plan, request)) return { ...report, outcome: "faults" };
  await takeTarget(target, source);
  const running = await countRunningWorkers(target.client);
  await keepAside(target.client, plan.rewrittenIds, plan.faults);
  const { batchRows, quarantine } = request;
  const copied = await copyTables(source, target, plan, { batchRows, quarantine, signal, progress });
  const notices = [
    ...report.notices,
    ...(running > 0 ? [`the target has ${amount(running, "running worker")}: stop what runs on it`] : []),
  ];
  return verifyAndEnd(work, plan, { ...report, notices, copied });
}

async function verifyAndEnd(
  { source, target, progress, signal }: Work,
  plan: SourcePlan,
  report: Omit<Report, "outcome"> & { readonly copied: CopyOutcome },
): Promise<Report> {
  const verification = report.copied.stopped
    ? null
    : await verifyCopy(source, target, plan, { progress, signal });
  if (verification === null) return { ...report, outcome: "stopped" };
  if (!verification.equal) return { ...report, verification, outcome: "differs" };
  const { keptQuarantine } = await endCopy(target.client);
  return { ...report, verification, keptQuarantine, outcome: "fine" };
}

async function runVerify({ request, source, target, progress, signal }: Work): Promise<Report> {
  const plan = await source.plan(progress);
  const verification = await verifyCopy(source, target, plan, { progress, signal });
  const outcome = verification === null ? "stopped" : verification.equal ? "fine" : "differs";
  return { ...frame(request, source, plan), outcome, resumed: false, copied: null, verification };
}

function frame(request: Request, source: Source, plan: SourcePlan) {
  const { command, to } = request;
  return {
    command,
    source: source.label,
    target: maskUrl(to),
    plan,
    notices: plan.notices,
    keptQuarantine: false,
  };
}

function stoppedByFaults({ faults }: SourcePlan, { quarantine }: Request): boolean {
  return faults.length > 0 && !quarantine;
}
