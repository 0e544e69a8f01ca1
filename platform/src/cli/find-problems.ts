import path from "node:path";
import type { Problem } from "../base/problem.ts";
import { checkApp, ruleCatalogue } from "../check/index.ts";
import type { HostFacts } from "../plan/host.ts";
import { makePlan } from "../plan/make-plan.ts";
import { missingValueProblems, missingValues } from "../plan/missing-values.ts";
import { planRules } from "../plan/plan-rules.ts";
import { readFacts, sourceRules } from "../source/index.ts";
import { didYouMean, type AppSpec, type ParsedSpec } from "../spec/index.ts";
import { MISSING_VALUE, type AshoreYaml, type Silence } from "./ashore-yaml.ts";
import { besideSpec } from "./beside-spec.ts";
import { definedEnv, type Context } from "./context.ts";
import { lookUp, readValueSources, type Values } from "./env-file.ts";
import { readAshoreYaml } from "./read-ashore-yaml.ts";

export interface CheckTarget {
  readonly specFile: string;
  /** The checkout, if a directory was named: then its sources are looked at as well. */
  readonly directory: string | undefined;
  /** Further values, absolute. */
  readonly envFile: string | undefined;
}

export interface Found {
  /** Silenced ones too. */
  readonly problems: readonly Problem[];
  readonly silence: readonly Silence[];
}

/** Rules of `source` that ask a repository elsewhere. */
const NEEDS_NETWORK = new Set(["source-unreachable", "source-not-refreshed"]);

/** Everything that an `up` would say of an app before it builds, found without a network and a control plane. */
export async function findProblems(
  context: Context,
  target: CheckTarget,
  { spec, problems, locate }: ParsedSpec,
): Promise<Found> {
  const { specFile, directory } = target;
  const found =
    directory === undefined
      ? await judgeAlone(context, specFile, { spec, locate })
      : await lookAround(context, { ...target, directory }, { spec, locate });
  const placed = found.problems.map((problem) => {
    const position = problem.position ?? (problem.file === undefined ? locate(problem.field) : undefined);
    return { file: specFile, ...problem, ...(position && { position }) };
  });
  return { problems: [...problems, ...placed], silence: found.silence };
}

/** A file without its sources; what stands beside it in `.do` is silenced all the same. */
async function judgeAlone(
  context: Context,
  specFile: string,
  { spec, locate }: Pick<ParsedSpec, "spec" | "locate">,
): Promise<Found> {
  const beside = besideSpec(specFile, undefined);
  const { silence } = beside === undefined ? { silence: [] } : await readAshoreYaml(beside, [context.env]);
  return { problems: spec === null ? [] : checkApp(spec, null, locate), silence };
}

async function lookAround(
  context: Context,
  target: CheckTarget & { readonly directory: string },
  { spec, locate }: Pick<ParsedSpec, "spec" | "locate">,
): Promise<Found> {
  const beside = besideSpec(target.specFile, target.directory);
  const values = await readValueSources(beside, target.envFile, context.env);
  const besides = await readAshoreYaml(beside, values);
  const own = [
    ...besides.problems.map((problem) => (problem.rule === MISSING_VALUE ? asWarning(problem) : problem)),
    ...misspeltRules(besides.silence),
  ];
  if (spec === null) return { problems: own, silence: besides.silence };
  const { facts, problems } = await readSources(context, target, spec);
  const planned = makePlan(spec, facts, hostOf(spec, besides)).problems;
  const checked = checkApp(spec, facts, locate);
  return {
    problems: [...own, ...valueWarnings(spec, values), ...problems, ...checked, ...planned],
    silence: besides.silence,
  };
}

async function readSources(
  context: Context,
  { directory, specFile }: CheckTarget & { readonly directory: string },
  spec: AppSpec,
): ReturnType<typeof readFacts> {
  const cloneRoot = path.join(context.home, "clones");
  // No transport is allowed: what is not on this machine is not looked at, and that is no problem of the spec.
  const env = { ...definedEnv(context), GIT_ALLOW_PROTOCOL: "" };
  const { facts, problems } = await readFacts(spec, { directory, specFile, cloneRoot, env });
  return { facts, problems: problems.filter(({ rule }) => !NEEDS_NETWORK.has(rule)) };
}

/** A value that is missing here stops only this user's `up`; whoever only checks, e.g. in CI, need not have it. */
function asWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning" };
}

function valueWarnings(spec: AppSpec, sources: readonly Values[]): Problem[] {
  const missing = missingValues(spec, {}).filter(({ key }) => lookUp(key, sources) === undefined);
  return missingValueProblems(missing).map(asWarning);
}

/** What no problem depends on is made up. */
function hostOf({ name }: AppSpec, { attach }: AshoreYaml): HostFacts {
  const publicAddress = { scheme: "http", host: `${name}.localhost`, port: 80 } as const;
  return { publicAddress, extraHosts: [], attached: attach, appId: "" };
}

function misspeltRules(silence: readonly Silence[]): Problem[] {
  const names = [...ruleCatalogue, ...sourceRules, ...planRules].map((rule) => rule.name);
  return silence.flatMap(({ rule, position, file }) => {
    if (names.includes(rule)) return [];
    const text = { field: `silence.${rule}`, message: "names no rule", hint: didYouMean(rule, names) };
    return { layer: "rule", severity: "warning", rule: "ashore-yaml", ...text, file, position } as const;
  });
}
