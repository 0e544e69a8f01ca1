import type { Environment } from "../../base/exec.ts";
import type { BuildBox } from "../build-box.ts";
import type { BuildReport } from "../build-report.ts";
import type { BuildRequest } from "../builder.ts";
import type { BuildMachine } from "../machine.ts";
import type { ToolSource } from "../toolchain/tool-source.ts";
import type { DependencyCache } from "../dependency-cache.ts";
import type { Pack } from "../../plan/plan.ts";

/** What a pack works with. */
export interface PackContext {
  readonly machine: BuildMachine;
  readonly request: BuildRequest;
  readonly box: BuildBox;
  readonly report: BuildReport;
  readonly tools: ToolSource;
  readonly dependencies: DependencyCache;
}

/** What a pack leaves to do and to run. */
export interface PackResult {
  /** Default process types; a Procfile goes before them. */
  readonly processes: Readonly<Record<string, string>>;
  /** Defaults for running. */
  readonly env: Environment;
  /** Done after the spec's own build command, e.g. to prune. */
  readonly finish?: () => Promise<void>;
}

export type PackOf<Kind extends Pack["kind"]> = Extract<Pack, { kind: Kind }>;

/** Installs and builds what one language needs, through steps in the box, and provides its tools to later steps. */
export type BuildPack<Kind extends Pack["kind"]> = (
  pack: PackOf<Kind>,
  context: PackContext,
) => Promise<PackResult>;
