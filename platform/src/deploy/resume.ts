import { messageOf } from "../base/errors.ts";
import type { AppRecord, DeploymentRecord, InstanceRecord } from "../store/records.ts";
import type { AppKeeper, House } from "./keeper.ts";
import { membersOf, type Member, type MemberState } from "./fleet.ts";
import { farewellOf, retire } from "./retire.ts";
import { openAppNetwork } from "./steps/open-network.ts";
import { provide } from "./steps/provide-databases.ts";
import { takeDown } from "./take-down.ts";

/**
 * Takes over after an earlier control plane ended, however it ended: running instances are adopted by their
 * identity, missing ones started, half-done deployments begun again, and what belongs to nobody is removed.
 */
export async function resume(house: House, keeperOf: (app: string) => AppKeeper): Promise<void> {
  const { parts } = house;
  for (const app of parts.store.apps()) {
    try {
      await resumeApp(house, keeperOf(app.name), app);
    } catch (error) {
      parts.log.error("an app could not be taken over", { app: app.name, error: messageOf(error) });
    }
  }
  await house.publisher.publish();
  const known = parts.store.apps().flatMap((app) => parts.store.instances(app.name));
  const removed = await parts.runtime.sweep(known.map((record) => record.instance.id));
  if (removed.length > 0) parts.log.info("removed what belonged to nobody", { instances: removed.join(" ") });
}

async function resumeApp(house: House, keeper: AppKeeper, app: AppRecord): Promise<void> {
  const { parts } = house;
  const release = app.liveDeployment === null ? undefined : parts.store.deployment(app.liveDeployment);
  const unfinished = parts.store.deployments(app.name, 1).find((one) => !isEnded(one));
  await adopt(house, keeper, release ?? null);
  if (app.wanted === "down") {
    await takeDown(house, keeper, false);
    return;
  }
  if (release) await settle(house, keeper, release);
  if (unfinished && unfinished.id !== release?.id) keeper.start(unfinished);
  else if (!release) await takeDown(house, keeper, false);
}

function isEnded(deployment: DeploymentRecord): boolean {
  return ["ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"].includes(deployment.phase);
}

/** Sorts stored instances: those of the live release are members, the rest is ended. */
async function adopt(house: House, keeper: AppKeeper, release: DeploymentRecord | null): Promise<void> {
  const { parts } = house;
  for (const record of parts.store.instances(keeper.live.name)) {
    const { state } = await parts.runtime.inspect(record.instance);
    const isOfRelease = record.role === "component" && numberOf(house, record) <= (release?.number ?? 0);
    const member = memberOf(record, record.desired === "draining" ? "draining" : "serving");
    if (state === "running" && isOfRelease) {
      keeper.live.members.push(member);
      continue;
    }
    await parts.runtime.stop(record.instance, 0);
    parts.store.forgetInstance(record.instance.id);
  }
  cancelJobRuns(house, keeper.live.name);
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

/** Network, databases, routes and missing instances of the live release. */
async function settle(house: House, keeper: AppKeeper, release: DeploymentRecord): Promise<void> {
  const { parts, supervisor } = house;
  const { live } = keeper;
  live.release = { ...release, phase: "ACTIVE" };
  parts.store.saveDeployment(live.release);
  await openAppNetwork(parts, live, release.plan);
  const io = { onLine: () => undefined, signal: live.background.signal };
  const connections = await Promise.all(release.plan.databases.map((plan) => provide(parts, live, plan, io)));
  live.endpoints = {
    ...live.endpoints,
    databases: Object.fromEntries(connections.map((one) => [one.name, one])),
  };
  await house.publisher.publish();
  for (const member of live.members) {
    const plan = release.plan.components.find((one) => one.name === member.record.instance.component);
    if (plan && member.state === "serving") supervisor.watch(live, member);
    else void retire(parts, live, member, farewellOf(plan)).catch(() => undefined);
  }
  for (const component of release.plan.components) {
    const have = membersOf(live, component.name, "serving").length;
    for (let missing = component.instances - have; missing > 0; missing -= 1) {
      supervisor.startAgain(live, live.release, component);
    }
  }
  keeper.attend();
}
