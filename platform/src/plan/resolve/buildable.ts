import type { Problem } from "../../base/problem.ts";
import { normaliseDirectory, type ComponentFacts } from "../../source/facts.ts";
import type { ComponentEntry } from "../../spec/index.ts";
import type { BuildInputs, BuildSource, EnvVar, Pack, SiteOutput } from "../plan.ts";
import type { Buildable } from "./builds.ts";
import { finding, type Resolved } from "./finding.ts";
import { detectPacks } from "./packs/detect.ts";
import { resolveImage } from "./packs/image.ts";
import { envOf, type Planning } from "./planning.ts";

export type BuiltEntry = Exclude<ComponentEntry, { kind: "function" }>;

const GIB = 1024 ** 3;
const BUILD_MEMORY_BYTES = 8 * GIB;
const BUILD_TIMEOUT_MS = 60 * 60 * 1000;

const NOTHING: Resolved<null> = { value: null, problems: [] };

/** Where a program of this machine comes from: no source. */
const NO_SOURCE: BuildSource = { source: "image", directory: "", treeHash: "", commit: null };

/**
 * What building a component takes. Null if it cannot be built: with the reason among the problems, or without one
 * where `check` (a Dockerfile, a foreign image) or `source` (nothing is known of it) has reported it.
 */
export function resolveBuildable(entry: BuiltEntry, planning: Planning): Resolved<Buildable | null> {
  const { component } = entry;
  if (entry.kind !== "static_site" && entry.component.image !== undefined) {
    return fromImage(component.name, resolveImage(entry.component.image));
  }
  if (component.dockerfile_path !== undefined) return NOTHING;
  const facts = planning.facts.components[component.name];
  if (!facts?.directoryExists) return NOTHING;
  return fromSource(entry, facts, planning);
}

function fromImage(
  component: string,
  pack: Extract<Pack, { kind: "machine-program" }> | null,
): Resolved<Buildable | null> {
  if (pack === null) return NOTHING;
  const inputs = inputsOf({ source: NO_SOURCE, packs: [pack], buildCommand: null, env: [], output: null });
  return { value: { component, inputs }, problems: [] };
}

function fromSource(
  entry: BuiltEntry,
  facts: ComponentFacts,
  planning: Planning,
): Resolved<Buildable | null> {
  const { component, field } = entry;
  const env = envOf(component, "build", planning);
  const output = entry.kind === "static_site" ? outputOf(entry.component.output_dir) : null;
  if (output === undefined) return refused(outputOutside(`${field}.output_dir`));
  const detected = detectPacks({
    ...facts,
    kind: entry.kind,
    field,
    slug: component.environment_slug,
    runCommand: entry.kind === "static_site" ? null : (entry.component.run_command ?? null),
    buildEnv: env,
  });
  if (detected.value.length === 0) return { value: null, problems: detected.problems };
  const inputs = inputsOf({
    source: sourceOf(facts, planning),
    packs: detected.value,
    buildCommand: component.build_command ?? null,
    env,
    output,
  });
  return { value: { component: component.name, inputs }, problems: detected.problems };
}

function sourceOf(facts: ComponentFacts, planning: Planning): BuildSource {
  const { source, directory, treeHash, reachesOutside } = facts;
  const commit = planning.facts.sources[source]?.commit ?? null;
  return { source, directory, treeHash, ...(reachesOutside && { reachesOutside }), commit };
}

function inputsOf(inputs: {
  source: BuildSource;
  packs: readonly Pack[];
  buildCommand: string | null;
  env: readonly EnvVar[];
  output: SiteOutput | null;
}): BuildInputs {
  return { ...inputs, memoryBytes: BUILD_MEMORY_BYTES, timeoutMs: BUILD_TIMEOUT_MS };
}

function outputOf(outputDir: string | undefined): SiteOutput | undefined {
  if (outputDir === undefined) return { directory: null };
  const directory = normaliseDirectory(outputDir);
  return directory === null ? undefined : { directory };
}

function refused(problem: Problem): Resolved<null> {
  return { value: null, problems: [problem] };
}

function outputOutside(field: string): Problem {
  return finding("error", "output-directory-outside", field, {
    message: "leads out of the component's directory",
    hint: "name a directory relative to source_dir",
  });
}
