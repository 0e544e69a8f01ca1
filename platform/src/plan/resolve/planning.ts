import type { Facts } from "../../source/facts.ts";
import type { AppSpec } from "../../spec/index.ts";
import type { Bindings } from "../bindings.ts";
import { fillKnown } from "../fill-env.ts";
import type { EnvVar } from "../plan.ts";
import { mergeEnv, type Phase } from "./env.ts";

/** What every resolver of a component looks at. */
export interface Planning {
  /** Completed. */
  readonly spec: AppSpec;
  readonly facts: Facts;
  /** What references stand for before anything runs. */
  readonly bindings: Bindings;
}

type EnvOwner = Pick<NonNullable<AppSpec["services"]>[number], "name" | "envs">;

/** Merged variables of a component in one phase, with everything filled in that is known by now. */
export function envOf(component: EnvOwner, phase: Phase, { spec, bindings }: Planning): EnvVar[] {
  return fillKnown(mergeEnv(spec.envs, component.envs, phase), bindings, component.name);
}
