import { messageOf } from "../base/errors.ts";
import type { InstanceExit } from "../plan/instance.ts";
import type { ComponentPlan } from "../plan/plan.ts";
import type { DeploymentRecord } from "../store/records.ts";
import { provideMissing } from "./app-databases.ts";
import { openAppNetwork } from "./app-network.ts";
import { keepChecking } from "./checks.ts";
import { exitText } from "./exit-text.ts";
import { dropMember, type LiveApp, type Member } from "./fleet.ts";
import { awaitReady } from "./health.ts";
import type { Parts } from "./parts.ts";
import type { Publisher } from "./publisher.ts";
import { recipeFor, startInstance } from "./start-instance.ts";
import { tell } from "./tell.ts";

/** Looks after live instances: starts them again when they end, takes them out of the routes while unhealthy. */
export interface Supervisor {
  /** Begins to look after an instance that serves; ends with `member.watch`. */
  watch(app: LiveApp, member: Member): void;
  /** Starts an instance of a live release in the background, as if one had just ended. */
  startAgain(app: LiveApp, release: DeploymentRecord, component: ComponentPlan): void;
}

interface Post {
  readonly parts: Parts;
  readonly publisher: Publisher;
}

export function supervisor(parts: Parts, publisher: Publisher): Supervisor {
  const post = { parts, publisher };
  return {
    watch: (app, member) => void guarded(post, member, () => lookAfter(post, app, member)),
    startAgain: (app, release, component) => {
      const member = placeholder(parts, app, release, component);
      app.members.push(member);
      void guarded(post, member, async () => {
        if (await restart(post, app, member)) await lookAfter(post, app, member);
      });
    },
  };
}

// A watch ends by its signal; anything else that ends it is a bug that must not pass in silence.
async function guarded(post: Post, member: Member, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (member.watch.signal.aborted) return;
    const fields = { instance: member.record.instance.id, error: messageOf(error) };
    post.parts.log.error("looking after an instance failed", fields);
  }
}

async function lookAfter(post: Post, app: LiveApp, member: Member): Promise<void> {
  const { signal } = member.watch;
  for (;;) {
    const { instance } = member.record;
    const round = new AbortController();
    const checks = keepChecking(post, app, member, AbortSignal.any([signal, round.signal]));
    const exit = await post.parts.runtime.awaitExit(instance, signal).finally(() => round.abort());
    await checks;
    signal.throwIfAborted();
    await noteEnd(post, app, member, exit);
    if (!(await restart(post, app, member))) return;
  }
}

async function noteEnd(post: Post, app: LiveApp, member: Member, exit: InstanceExit): Promise<void> {
  const { parts, publisher } = post;
  member.state = "restarting";
  tell(parts, app, member, exit.outOfMemory ? "out-of-memory" : "crashed", `It ${exitText(exit)}`);
  await publisher.refresh();
  await parts.runtime.stop(member.record.instance, 0);
  parts.store.forgetInstance(member.record.instance.id);
  const ranMs = parts.clock.now() - member.record.instance.startedAt;
  if (ranMs > parts.policy.stableAfterMs) member.restarts = 0;
}

/** @returns false if the app has no such component any more */
async function restart(post: Post, app: LiveApp, member: Member): Promise<boolean> {
  const { parts } = post;
  const { signal } = member.watch;
  for (;;) {
    const release = app.release;
    const component = release?.plan.components.find((one) => one.name === member.record.instance.component);
    if (!release || !component) {
      dropMember(app, member);
      return false;
    }
    const { firstRestartMs, longestRestartMs } = parts.policy;
    await parts.clock.sleep(Math.min(firstRestartMs * 2 ** member.restarts, longestRestartMs), signal);
    member.restarts += 1;
    try {
      if (await tryStart(post, app, member, { release, component })) return true;
    } catch (error) {
      signal.throwIfAborted();
      tell(parts, app, member, "crashed", `It could not be started: ${messageOf(error)}`);
    }
  }
}

interface Restart {
  readonly release: DeploymentRecord;
  readonly component: ComponentPlan;
}

async function tryStart(post: Post, app: LiveApp, member: Member, what: Restart): Promise<boolean> {
  const { parts } = post;
  const { component } = what;
  const { signal } = member.watch;
  const start = startNext(parts, app, member, what);
  member.starting = start.catch(() => undefined);
  await start;
  const { instance } = member.record;
  // If it is replaced while it starts, this rejects, and whoever replaced it retires the record just set.
  const readiness = await awaitReady(parts, component, instance, { signal });
  if (readiness.kind === "ready") {
    member.record = { ...member.record, instance: readiness.instance };
    parts.store.saveInstance(member.record);
    member.state = "serving";
    tell(parts, app, member, "restarted", "It runs again");
    await post.publisher.refresh();
    return true;
  }
  const why = readiness.kind === "exited" ? `It ${exitText(readiness.exit)}` : readiness.reason;
  tell(parts, app, member, readiness.kind === "exited" ? "crashed" : "unhealthy", why);
  await parts.runtime.stop(instance, readiness.kind === "exited" ? 0 : component.graceMs);
  parts.store.forgetInstance(instance.id);
  return false;
}

async function startNext(
  parts: Parts,
  app: LiveApp,
  member: Member,
  { release, component }: Restart,
): Promise<void> {
  const { signal } = member.watch;
  // There already, unless taking the app over from another control plane failed.
  if (app.network === null) await openAppNetwork(parts, app, release.plan);
  await provideMissing(parts, app, release.plan, signal);
  signal.throwIfAborted();
  const record = await startInstance(parts, recipeFor(parts, app, release, component), release, "component");
  member.record = { ...record, restarts: member.restarts };
  parts.store.saveInstance(member.record);
}

// Stands for an instance that is about to be started; it never ran, so nothing is found by its identity.
function placeholder(
  parts: Parts,
  app: LiveApp,
  release: DeploymentRecord,
  component: ComponentPlan,
): Member {
  const instance = {
    id: `${component.name}-${release.number}-starting`,
    app: app.name,
    component: component.name,
    address: "127.0.0.1",
    ports: {},
    identity: { bootId: "", pid: 0, startTicks: 0 },
    logFile: parts.paths.logFile(app.name, component.name, "starting"),
    startedAt: parts.clock.now(),
  };
  const record = {
    instance,
    deploymentId: release.id,
    role: "component",
    desired: "running",
    fingerprint: "",
    restarts: 0,
  } as const;
  return { record, state: "restarting", restarts: 0, watch: new AbortController() };
}
