import { createHash } from "node:crypto";
import type { BuildInputs } from "../plan/plan.ts";

/** Raised when the same inputs would make something else than before. */
const FORMAT = 1;

/**
 * Names an artifact by all that decides it. Limits, the commit and where the source came from do not: two
 * commits with the same files make the same artifact.
 * @param env build-time variables in clear; only their hash leaves
 * @param generation raised to build afresh; see BuildRequest
 * @param place what programs see their workspace as; it is written into what a build makes
 * @returns 32 hex digits
 */
export function artifactId(
  inputs: BuildInputs,
  env: Readonly<Record<string, string>>,
  place: string,
  generation = 0,
): string {
  const { source, packs, buildCommand, output } = inputs;
  const variables = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [FORMAT, place, source.directory, source.treeHash, packs, buildCommand, output, variables];
  if (generation > 0) parts.push(generation);
  return createHash("sha256").update(JSON.stringify(parts, sortKeys)).digest("hex").slice(0, 32);
}

/** A plan that went through the store may have its keys in another order. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
