import type { InstanceExit } from "../plan/instance.ts";
import type { ComponentPlan } from "../plan/plan.ts";
import { report, type DeployContext } from "./context.ts";
import { exitText } from "./exit-text.ts";
import { DeployFailure } from "./failure.ts";
import { dropMember, type Member } from "./fleet.ts";
import { awaitReady } from "./health.ts";
import { printedTo } from "./printed.ts";
import { startInstance, type Recipe } from "./start-instance.ts";

/**
 * Starts one instance for a deployment and waits until it is ready. One that ends early is started again a few
 * times, since it may have been quicker than something it needs.
 * @throws DeployFailure that says what it printed, how it ended or where it listens
 */
export async function startReady(
  context: DeployContext,
  component: ComponentPlan,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<void> {
  const { parts, app, release } = context;
  let pause = parts.policy.firstRestartMs;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const record = await startInstance(parts, recipe, release, "component");
    const member: Member = { record, state: "candidate", restarts: 0, watch: new AbortController() };
    app.members.push(member);
    context.started.push(member);
    const onDelay = (reason: string): void => reportWaiting(context, component, `Waiting: ${reason}`);
    const readiness = await awaitReady(parts, component, record.instance, { signal, onDelay });
    if (readiness.kind === "ready") {
      await markReady(context, member, readiness.instance);
      return;
    }
    if (readiness.kind === "unhealthy")
      throw await unhealthy(component, record.instance.logFile, readiness.reason);
    if (attempt >= parts.policy.startAttempts)
      throw await crashed(component, record.instance.logFile, readiness.exit);
    await forget(context, member);
    reportWaiting(context, component, `It ${exitText(readiness.exit)}; trying again`);
    await parts.clock.sleep(pause, signal);
    pause *= 2;
  }
}

function reportWaiting(context: DeployContext, { name }: ComponentPlan, message: string): void {
  report(context, { step: "start", component: name, status: "running", message });
}

async function markReady(
  context: DeployContext,
  member: Member,
  instance: Member["record"]["instance"],
): Promise<void> {
  member.record = { ...member.record, instance };
  member.state = "ready";
  context.parts.store.saveInstance(member.record);
  await context.publisher.publish();
}

async function forget(context: DeployContext, member: Member): Promise<void> {
  await context.parts.runtime.stop(member.record.instance, 0);
  context.parts.store.forgetInstance(member.record.instance.id);
  context.started.splice(context.started.indexOf(member), 1);
  dropMember(context.app, member);
}

async function unhealthy(component: ComponentPlan, logFile: string, reason: string): Promise<DeployFailure> {
  return new DeployFailure({
    code: "DeployContainerHealthChecksFailed",
    component: component.name,
    message: `It did not become healthy: ${reason}`,
    ...(await printedTo(logFile)),
    logFile,
  });
}

async function crashed(
  component: ComponentPlan,
  logFile: string,
  exit: InstanceExit,
): Promise<DeployFailure> {
  const text = exitText(exit);
  const { slug, memoryBytes } = component.size;
  return new DeployFailure({
    code: exit.outOfMemory ? "DeployContainerOutOfMemory" : "DeployContainerExitNonZero",
    component: component.name,
    message: exit.code === 0 ? "It ended with code 0 instead of running on" : `It ${text}`,
    ...(await printedTo(logFile)),
    ...(exit.outOfMemory && { hint: `Its size ${slug} has ${Math.round(memoryBytes / 2 ** 20)} MiB` }),
    logFile,
  });
}
