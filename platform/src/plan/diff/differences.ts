import type { BuildInputs, ComponentPlan, EnvVar, JobPlan } from "../plan.ts";

/** True if two papers say the same; the order of keys does not matter, as it changes in the store. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** `A, B and C changed`, or undefined if the variables are equal. */
function envDifference(before: readonly EnvVar[], after: readonly EnvVar[]): string | undefined {
  const old = new Map(before.map((variable) => [variable.key, variable]));
  const changed = after.filter((variable) => !isSame(old.get(variable.key), variable)).map(({ key }) => key);
  const kept = new Set(after.map(({ key }) => key));
  const gone = before.filter(({ key }) => !kept.has(key)).map(({ key }) => key);
  const keys = [...changed, ...gone];
  return keys.length === 0 ? undefined : `${listed(keys)} changed`;
}

/** What differs between two runs of a component or job, in words; empty if nothing does. */
export function runDifferences(
  before: ComponentPlan | JobPlan,
  after: ComponentPlan | JobPlan,
): readonly string[] {
  const words: readonly (readonly [string, string])[] = [
    ["runCommand", "its run command changed"],
    ["size", "its size changed"],
    ["instances", "its number of instances changed"],
    ["ports", "its ports changed"],
    ["protocol", "its protocol changed"],
    ["processType", "its process type changed"],
    ["readiness", "its health check changed"],
    ["liveness", "its liveness check changed"],
    ["drainMs", "its drain time changed"],
    ["graceMs", "its grace period changed"],
    ["timeoutMs", "its time limit changed"],
    ["schedule", "its schedule changed"],
    ["kind", "its kind changed"],
    ["dataPath", "where it keeps data changed"],
  ];
  const env = envDifference(before.env, after.env);
  const rest = words.filter(([key]) => !isSame(fieldOf(before, key), fieldOf(after, key)));
  return [...(env === undefined ? [] : [env]), ...rest.map(([, text]) => text)];
}

/** What differs between two builds, in words; empty if nothing does. Limits make no other artifact. */
export function buildDifferences(before: BuildInputs, after: BuildInputs): readonly string[] {
  const env = envDifference(before.env, after.env);
  return [
    ...(isSame(treeOf(before), treeOf(after)) ? [] : ["its source changed"]),
    ...(isSame(before.packs, after.packs) ? [] : ["how it is built changed"]),
    ...(before.buildCommand === after.buildCommand ? [] : ["its build command changed"]),
    ...(env === undefined ? [] : [`the build variable ${env}`]),
    ...(isSame(before.output, after.output) ? [] : ["its output directory changed"]),
  ];
}

/** The first letter in upper case and a full stop. */
export function sentence(parts: readonly string[]): string {
  const text = listed(parts);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function treeOf({ source: { directory, treeHash } }: BuildInputs) {
  return { directory, treeHash };
}

function fieldOf(paper: object, key: string): unknown {
  return new Map(Object.entries(paper)).get(key);
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner)) ?? "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
