import { buildBindings } from "../../plan/bindings.ts";
import { fillEnv } from "../../plan/fill-env.ts";
import type { Artifact } from "../../plan/artifact.ts";
import type { BuildPlan } from "../../plan/plan.ts";
import { planOf, publish, reported, save, type DeployContext } from "../context.ts";
import { buildGeneration } from "../build-generation.ts";
import { DeployFailure } from "../failure.ts";
import type { Step } from "../step.ts";
import { together } from "../together.ts";

const AT_ONCE = 2;

/** Makes or finds the artifact of each build. */
export const build: Step = {
  name: "build",
  phase: "BUILDING",
  run: async (context) => {
    const artifacts: Record<string, Artifact> = {};
    const waiting = [...planOf(context).builds];
    await together(context.signal, Array.from({ length: AT_ONCE }), async (_, signal) => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        signal.throwIfAborted();
        artifacts[next.name] = await buildOne(context, next, signal);
      }
    });
    save(context, { artifacts });
  },
};

async function buildOne(context: DeployContext, plan: BuildPlan, signal: AbortSignal): Promise<Artifact> {
  const texts = {
    signal,
    running: `Building ${plan.components.join(", ")}`,
    success: (made: { reused: boolean; artifact: Artifact }) =>
      made.reused ? "Reused, nothing changed" : "Built",
  };
  const made = await reported(context, "build", plan.name, texts, () => make(context, plan, signal));
  return made.artifact;
}

async function make(
  context: DeployContext,
  plan: BuildPlan,
  signal: AbortSignal,
): Promise<{ artifact: Artifact; reused: boolean }> {
  const { parts, app, release } = context;
  const source = release.sources.find((candidate) => candidate.id === plan.inputs.source.source);
  const outcome = await parts.builder.build({
    app: app.name,
    component: plan.name,
    inputs: plan.inputs,
    sourceRoot: source?.root ?? "",
    files: source?.files ?? [],
    env: buildEnv(context, plan),
    uid: parts.store.app(app.name)?.uid ?? null,
    generation: buildGeneration(parts.store, app.name),
    logFile: parts.paths.buildLog(app.name, plan.name),
    onLine: (text) => publish(context, { type: "output", component: plan.name, stream: "build", text }),
    signal,
    log: parts.log,
  });
  signal.throwIfAborted();
  if (!outcome.failure) return outcome;
  const { reason: code, message, hint, lastLines, logFile } = outcome.failure;
  throw new DeployFailure({ code, component: plan.name, message, hint, lastLines, logFile });
}

function buildEnv(context: DeployContext, plan: BuildPlan): Record<string, string> {
  const { box } = context.parts;
  const bindings = buildBindings(planOf(context));
  return fillEnv(plan.inputs.env, { bindings, self: plan.name, decrypt: (text) => box.open(text) });
}
