import { rm } from "node:fs/promises";
import type { AppKeeper, House } from "./keeper.ts";
import { farewellOf, retire, type Farewell } from "./retire.ts";
import type { Member } from "./fleet.ts";
import type { Parts } from "./parts.ts";

/**
 * Stops everything of an app: routes first, then instances, databases, network. The intent is stored before, so a
 * crash in the middle ends in the same place. With `data` nothing of the app is left.
 * @returns ids of instances and names of sites and databases that were stopped
 */
export async function takeDown(house: House, keeper: AppKeeper, data: boolean): Promise<readonly string[]> {
  const { parts } = house;
  const { live } = keeper;
  const record = parts.store.app(live.name);
  if (record) parts.store.saveApp({ ...record, wanted: "down", liveDeployment: null });
  keeper.stopAttending();
  live.ending.abort();
  while (live.jobs.size > 0) await Promise.allSettled(live.jobs);
  live.ending = new AbortController();
  const { release } = live;
  const members = [...live.members];
  for (const member of members) member.watch.abort();
  live.release = null;
  await house.publisher.refresh();
  const farewells = new Map(release?.plan.components.map((one) => [one.name, farewellOf(one)]));
  await Promise.all(members.map((member) => retire(parts, live, member, limited(parts, farewells, member))));
  const databases = (await parts.databases.list(live.name)).filter((one) => one.state === "running");
  await parts.databases.stop(live.name);
  live.network = null;
  live.endpoints = { services: {}, databases: {} };
  await house.publisher.refresh();
  await parts.runtime.closeNetwork(live.name);
  parts.events.publish(live.name, null, { type: "notice", message: "The app was taken down" });
  if (data) await forget(parts, live.name);
  const sites = release?.plan.sites.map((one) => one.name) ?? [];
  const instances = members.map((member) => member.record.instance.id);
  return [...instances, ...sites, ...databases.map((one) => one.name)];
}

function limited(parts: Parts, farewells: ReadonlyMap<string, Farewell>, member: Member): Farewell {
  const { drainMs, graceMs } = farewells.get(member.record.instance.component) ?? { drainMs: 0, graceMs: 0 };
  const { downDrainMs, downGraceMs } = parts.policy;
  return { drainMs: Math.min(drainMs, downDrainMs), graceMs: Math.min(graceMs, downGraceMs) };
}

async function forget(parts: Parts, app: string): Promise<void> {
  await parts.databases.destroy(app);
  await parts.builder.remove(app);
  await rm(parts.paths.appDirectory(app), { recursive: true, force: true });
  parts.store.forgetApp(app);
}
