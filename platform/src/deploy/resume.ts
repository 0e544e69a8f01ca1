import { messageOf } from "../base/errors.ts";
import type { ComponentPlan } from "../plan/plan.ts";
import type { AppRecord, DeploymentRecord, InstanceRecord } from "../store/records.ts";
import type { AppKeeper, House } from "./keeper.ts";
import { membersOf, type Member, type MemberState } from "./fleet.ts";
import { farewellOf, retire } from "./retire.ts";
import { provideMissing } from "./app-databases.ts";
import { openAppNetwork } from "./app-network.ts";

/**
 * Takes over after an earlier control plane ended, however it ended: running instances are adopted by their
 * identity and go on being routed, and what belongs to nobody is removed; then this resolves. What takes longer goes on
 * behind it, app by app: databases and missing instances are started, half-done deployments begun again.
 */
export async function resume(house: House, keeperOf: (app: string) => AppKeeper): Promise<void> {
  const { parts } = house;
  const apps = parts.store.apps();
  for (const app of apps) {
    await guarded(house, app, () => adopt(house, keeperOf(app.name), releaseOf(house, app)));
  }
  // Not before all are adopted: a table without one of them would cut it off.
  await house.publisher.refresh();
  const known = apps.flatMap((app) => parts.store.instances(app.name));
  const removed = await parts.runtime.sweep(known.map((record) => record.instance.id));
  if (removed.length > 0) parts.log.info("removed what belonged to nobody", { instances: removed.join(" ") });
  for (const app of apps) void guarded(house, app, () => goOn(house, keeperOf(app.name), app));
}

async function guarded({ parts }: House, app: AppRecord, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = messageOf(error);
    parts.log.error("an app could not be taken over", { app: app.name, error: message });
    const text = `Ashore was started anew and could not take the app over: ${message}`;
    parts.events.publish(app.name, null, { type: "notice", message: text });
  }
}

function releaseOf({ parts }: House, app: AppRecord): DeploymentRecord | null {
  if (app.liveDeployment === null || app.wanted === "down") return null;
  return parts.store.deployment(app.liveDeployment) ?? null;
}

async function goOn(house: House, keeper: AppKeeper, app: AppRecord): Promise<void> {
  const { release } = keeper.live;
  const unfinished = house.parts.store.deployments(app.name, 1).find((one) => !isEnded(one));
  if (release) settle(house, keeper, release);
  if (app.wanted === "up" && unfinished && unfinished.id !== release?.id) keeper.start(unfinished);
  else if (!release) await keeper.takeDown(false);
}

function isEnded(deployment: DeploymentRecord): boolean {
  return ["ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"].includes(deployment.phase);
}

/** The live release as it was. Of the stored instances its own are members, the rest is ended. */
async function adopt(house: House, keeper: AppKeeper, release: DeploymentRecord | null): Promise<void> {
  const { parts } = house;
  const { live } = keeper;
  if (release) {
    live.release = { ...release, phase: "ACTIVE" };
    parts.store.saveDeployment(live.release);
  }
  for (const record of parts.store.instances(live.name)) {
    const { state } = await parts.runtime.inspect(record.instance);
    const isOfRelease = record.role === "component" && numberOf(house, record) <= (release?.number ?? 0);
    const member = memberOf(record, record.desired === "draining" ? "draining" : "serving");
    if (state === "running" && isOfRelease) {
      live.members.push(member);
      continue;
    }
    await parts.runtime.stop(record.instance, 0);
    parts.store.forgetInstance(record.instance.id);
  }
  cancelJobRuns(house, live.name);
  if (!release) return;
  await openAppNetwork(parts, live, release.plan);
  // Nothing has to be started for them, and their addresses are among the routes.
  const databases = release.plan.databases.filter(({ attachedUrl }) => attachedUrl !== null);
  await provideMissing(parts, live, { databases }, live.background.signal);
}

function numberOf({ parts }: House, record: InstanceRecord): number {
  return parts.store.deployment(record.deploymentId)?.number ?? 0;
}

function memberOf(record: InstanceRecord, state: MemberState): Member {
  return { record, state, restarts: record.restarts, watch: new AbortController() };
}

function cancelJobRuns({ parts }: House, app: string): void {
  for (const run of parts.store.jobRuns(app, 1000)) {
    if (run.phase !== "RUNNING" && run.phase !== "PENDING") continue;
    parts.store.saveJobRun({ ...run, phase: "CANCELED", endedAt: parts.clock.now() });
  }
}

/** Looks after what runs, starts what is missing, and what stands beside it. */
function settle({ parts, supervisor }: House, keeper: AppKeeper, release: DeploymentRecord): void {
  const { live } = keeper;
  const planOf = (name: string): ComponentPlan | undefined =>
    release.plan.components.find((one) => one.name === name);
  for (const member of live.members) {
    const plan = planOf(member.record.instance.component);
    if (plan && member.state === "serving") supervisor.watch(live, member);
    else void retire(parts, live, member, farewellOf(plan)).catch(() => undefined);
  }
  for (const component of release.plan.components) {
    const have = membersOf(live, component.name, "serving").length;
    for (let missing = component.instances - have; missing > 0; missing -= 1) {
      supervisor.startAgain(live, release, component);
    }
  }
  keeper.attend();
}
