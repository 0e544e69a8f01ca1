import { planOf, publish, reported, save, type DeployContext } from "../context.ts";
import type { Step } from "../step.ts";

/**
 * The switch. The intent is committed first (live pointer, who drains), then the router gets its table; only
 * when it answers from it is the deployment ACTIVE.
 */
export const goLive: Step = {
  name: "route",
  phase: "DEPLOYING",
  run: async (context) => {
    const { parts, app } = context;
    commit(context);
    const texts = { running: "Switching traffic", success: () => "Traffic goes to this release" };
    await reported(context, "route", null, texts, () => context.publisher.publish());
    save(context, { phase: "ACTIVE" });
    app.release = context.release;
    app.reservedPort = null;
    for (const member of context.started) context.supervisor.watch(app, member);
    publish(context, { type: "deployment", phase: "ACTIVE", failure: null });
    const { number } = context.release;
    parts.log.info("release is live", { app: app.name, number, host: planOf(context).hosts[0] });
  },
  undo: (context) => {
    takeBack(context);
    return context.publisher.refresh();
  },
};

function commit(context: DeployContext): void {
  const { parts, app, previous, replaced, started } = context;
  const draining = replaced.map((member) => member.record.instance.id);
  parts.store.commitRelease({ app: app.name, deployment: context.release, previous, draining });
  for (const member of replaced) {
    member.state = "draining";
    member.record = { ...member.record, desired: "draining" };
    member.watch.abort();
  }
  for (const member of started) member.state = "serving";
  app.release = context.release;
}

// Only when the router did not take the table: the old one is still in force there.
function takeBack(context: DeployContext): void {
  const { parts, app, previous, replaced, supervisor } = context;
  const record = parts.store.app(app.name);
  if (record) parts.store.saveApp({ ...record, liveDeployment: previous?.id ?? null });
  if (previous) parts.store.saveDeployment({ ...previous, phase: "ACTIVE" });
  app.release = previous;
  for (const member of replaced) {
    member.state = "serving";
    member.record = { ...member.record, desired: "running" };
    member.watch = new AbortController();
    parts.store.saveInstance(member.record);
    supervisor.watch(app, member);
  }
}
