import type { ComponentPlan } from "../../plan/plan.ts";
import { planOf, report, reported, type DeployContext } from "../context.ts";
import { membersOf, type Member } from "../fleet.ts";
import { farewellOf, retire } from "../retire.ts";
import { recipeFor, type Recipe } from "../start-instance.ts";
import { startReady } from "../start-ready.ts";
import type { Step } from "../step.ts";
import { together } from "../together.ts";

/**
 * Starts what is new or was started with anything else than it would be now, waits until it is ready, and
 * leaves the rest alone. Programs of the machine (caches) come first: the others usually need them at once.
 */
export const startComponents: Step = {
  name: "start",
  phase: "DEPLOYING",
  run: async (context) => {
    const { components, builds } = planOf(context);
    const isProgram = (component: ComponentPlan): boolean =>
      builds.some(
        (one) =>
          one.name === component.build && one.inputs.packs.some((pack) => pack.kind === "machine-program"),
      );
    const names = new Set(components.map((component) => component.name));
    context.replaced = context.app.members.filter(
      (member) => isOld(member) && !names.has(member.record.instance.component),
    );
    await startAll(context, components.filter(isProgram));
    await startAll(
      context,
      components.filter((component) => !isProgram(component)),
    );
  },
  undo: async (context) => {
    await Promise.all(
      context.started.splice(0).map((member) =>
        retire(context.parts, context.app, member, {
          drainMs: 0,
          graceMs: context.parts.policy.downGraceMs,
        }),
      ),
    );
    for (const component of context.stoppedFirst) bringBack(context, component);
  },
};

async function startAll(context: DeployContext, components: readonly ComponentPlan[]): Promise<void> {
  await together(context.signal, components, (component, signal) => startOne(context, component, signal));
}

async function startOne(
  context: DeployContext,
  component: ComponentPlan,
  signal: AbortSignal,
): Promise<void> {
  const recipe = recipeFor(context.parts, context.app, context.release, component);
  const { keep, leave } = sortOut(context, component, recipe);
  const missing = component.instances - keep.length;
  if (missing <= 0) {
    context.replaced.push(...leave);
    report(context, {
      step: "start",
      component: component.name,
      status: "skipped",
      message: "Runs on, unchanged",
    });
    return;
  }
  if (component.exclusive) await stopFirst(context, component, leave);
  else context.replaced.push(...leave);
  const texts = { running: "Starting", success: () => readyText(component), signal };
  const copies = Array.from({ length: missing });
  await reported(context, "start", component.name, texts, () =>
    together(signal, copies, (_, either) => startReady(context, component, recipe, either)),
  );
}

function sortOut(
  context: DeployContext,
  component: ComponentPlan,
  recipe: Recipe,
): { keep: Member[]; leave: Member[] } {
  const old = membersOf(context.app, component.name, "serving", "unhealthy", "restarting");
  const isForced = context.release.restart.includes(component.name);
  const same = isForced ? [] : old.filter((member) => member.record.fingerprint === recipe.fingerprint);
  const keep = same.filter((member) => member.state === "serving").slice(0, component.instances);
  return { keep, leave: old.filter((member) => !keep.includes(member)) };
}

async function stopFirst(
  context: DeployContext,
  component: ComponentPlan,
  old: readonly Member[],
): Promise<void> {
  if (old.length === 0) return;
  context.stoppedFirst.push(component);
  for (const member of old) await retire(context.parts, context.app, member, farewellOf(component));
}

function bringBack(context: DeployContext, component: ComponentPlan): void {
  const before = context.previous?.plan.components.find((candidate) => candidate.name === component.name);
  if (before && context.previous) context.supervisor.startAgain(context.app, context.previous, before);
}

function readyText(component: ComponentPlan): string {
  if (component.readiness) return "Ready";
  return component.kind === "service" ? "Running, no port to check" : "Running";
}

function isOld(member: Member): boolean {
  return member.state === "serving" || member.state === "unhealthy" || member.state === "restarting";
}
