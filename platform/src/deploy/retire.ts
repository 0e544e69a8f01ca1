import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ComponentPlan } from "../plan/plan.ts";
import { dropMember, type LiveApp, type Member } from "./fleet.ts";
import type { Parts } from "./parts.ts";

export interface Farewell {
  readonly drainMs: number;
  readonly graceMs: number;
}

/** How long a component's instances get, as its spec says. */
export function farewellOf(component: Pick<ComponentPlan, "drainMs" | "graceMs"> | undefined): Farewell {
  return { drainMs: component?.drainMs ?? 0, graceMs: component?.graceMs ?? 0 };
}

/**
 * Ends an instance that is no longer routed: waits for its running requests (at most `drainMs`), then TERM, grace,
 * KILL, and forgets it. Safe to repeat after a crash in the middle.
 */
export async function retire(parts: Parts, app: LiveApp, member: Member, farewell: Farewell): Promise<void> {
  member.watch.abort();
  await member.starting;
  const { instance } = member.record;
  await parts.router.drain([instance.id], farewell.drainMs).catch(() => 0);
  await parts.runtime.stop(instance, farewell.graceMs);
  parts.store.forgetInstance(instance.id);
  dropMember(app, member);
  await trimLogs(dirname(instance.logFile), parts.policy.keptLogs);
}

async function trimLogs(directory: string, keep: number): Promise<void> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith(".log"));
  if (names.length <= keep) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(directory, name))).mtimeMs })),
  );
  const old = dated.toSorted((one, other) => other.at - one.at).slice(keep);
  await Promise.all(old.map(({ name }) => rm(join(directory, name), { force: true })));
}
