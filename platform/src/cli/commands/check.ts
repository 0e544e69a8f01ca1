import { stat } from "node:fs/promises";
import path from "node:path";
import { hasErrors, type Problem } from "../../base/problem.ts";
import { checkApp, costOf, ruleCatalogue } from "../../check/index.ts";
import { findSpec, readFacts, sourceRules } from "../../source/index.ts";
import { didYouMean, parseSpec, type AppSpec, type ParsedSpec } from "../../spec/index.ts";
import { ASHORE_YAML, MISSING_VALUE, readAshoreYaml, type Silence } from "../ashore-yaml.ts";
import { countSilenced, reportCheck, type CheckFormat } from "../check-report.ts";
import { definedEnv, type Context } from "../context.ts";
import { readValueSources } from "../env-file.ts";
import { EXIT } from "../exit-code.ts";
import { missingNames } from "../needed-values.ts";
import { withoutSilenced } from "../problem-list.ts";
import { resolveDirectory, unreadableFile } from "../resolve-directory.ts";
import { readSpecText } from "../spec-input.ts";

export interface CheckOptions {
  /** DIR or FILE as it was typed; undefined: where we are. */
  readonly target: string | undefined;
  /** `--spec FILE`, relative to where we are; then the target is the directory. */
  readonly spec?: string | undefined;
  /** `--env-file FILE` */
  readonly envFile?: string | undefined;
  readonly format: CheckFormat;
  /** Warnings fail as errors do. */
  readonly strict: boolean;
  /** Also say what the app costs. */
  readonly cost: boolean;
}

/** Rules of `source` that ask a repository elsewhere. */
const NEEDS_NETWORK = new Set(["source-unreachable", "source-not-refreshed"]);

interface Target {
  readonly specFile: string;
  /** The checkout, if a directory was named: then its sources are looked at as well. */
  readonly directory: string | undefined;
}

/** `ashore check`: all that is wrong with an app, found without network, control plane or running anything. */
export async function check(context: Context, options: CheckOptions): Promise<number> {
  const target = await findTarget(context, options);
  const parsed = parseSpec(await readSpecText(target.specFile), { file: target.specFile });
  const { silence, problems: besides } = await readBesides(context, target, {
    spec: parsed.spec,
    envFile: options.envFile,
  });
  const all = [...parsed.problems, ...(await lookAround(context, target, parsed)), ...besides];
  const found = withoutSilenced(all, silence);
  const cost = options.cost && parsed.spec !== null ? costOf(parsed.spec) : undefined;
  const silenced = countSilenced(all, silence);
  reportCheck(context, options.format, { specFile: target.specFile, found, silenced, cost });
  const isFailed =
    hasErrors(found) || (options.strict && found.some(({ severity }) => severity === "warning"));
  return isFailed ? EXIT.app : EXIT.ok;
}

async function findTarget(context: Context, { target, spec }: CheckOptions): Promise<Target> {
  if (spec !== undefined) {
    const directory = await resolveDirectory(context.cwd, target);
    return { specFile: path.resolve(context.cwd, spec), directory };
  }
  const wanted = path.resolve(context.cwd, target ?? ".");
  const found = await stat(wanted).catch((error: unknown) => {
    throw unreadableFile("SPEC_UNREADABLE", wanted, error);
  });
  if (!found.isDirectory()) return { specFile: wanted, directory: undefined };
  return { specFile: await findSpec(wanted), directory: wanted };
}

/** What the rules find in the spec and, for a directory, in the sources beside it. */
async function lookAround(
  context: Context,
  target: Target,
  { spec, locate }: ParsedSpec,
): Promise<Problem[]> {
  if (spec === null) return [];
  const sources = target.directory === undefined ? null : await readSources(context, target, spec);
  const found = [...(sources?.problems ?? []), ...checkApp(spec, sources?.facts ?? null, locate)];
  return found.map((problem) => {
    const position = problem.position ?? locate(problem.field);
    return { file: target.specFile, ...problem, ...(position && { position }) };
  });
}

async function readSources(
  context: Context,
  { directory = context.cwd, specFile }: Target,
  spec: AppSpec,
): ReturnType<typeof readFacts> {
  const cloneRoot = path.join(context.home, "clones");
  // No transport is allowed: what is not on this machine is not looked at, and that is no problem of the spec.
  const env = { ...definedEnv(context), GIT_ALLOW_PROTOCOL: "" };
  const { facts, problems } = await readFacts(spec, { directory, specFile, cloneRoot, env });
  return { facts, problems: problems.filter(({ rule }) => !NEEDS_NETWORK.has(rule)) };
}

/** `.do/ashore.yaml` and values; one that is missing stops only this user's `up`, so that it is no error here. */
async function readBesides(
  { cwd, env }: Context,
  { directory, specFile }: Target,
  { spec, envFile }: { readonly spec: AppSpec | null; readonly envFile: string | undefined },
): ReturnType<typeof readAshoreYaml> {
  if (directory === undefined) return { attach: {}, silence: [], problems: [] };
  const named = envFile === undefined ? undefined : path.resolve(cwd, envFile);
  const sources = await readValueSources(directory, named, env);
  const besides = await readAshoreYaml(directory, sources);
  const problems = besides.problems.filter(({ rule }) => rule !== MISSING_VALUE);
  const missing = spec === null ? [] : missingNames(spec, sources);
  const noValue = missing.length === 0 ? [] : [noValues(missing, specFile)];
  const unknown = unknownRules(besides.silence, path.join(directory, ASHORE_YAML));
  return { ...besides, problems: [...problems, ...unknown, ...noValue] };
}

/** Names that are likely misspelt; others may be rules that only the control plane knows. */
function unknownRules(silence: readonly Silence[], file: string): Problem[] {
  const names = [...ruleCatalogue, ...sourceRules].map((rule) => rule.name);
  return silence.flatMap(({ rule, position }) => {
    const hint = names.includes(rule) ? "" : didYouMean(rule, names);
    if (hint === "") return [];
    const text = { field: `silence.${rule}`, message: "names no rule", hint };
    return { layer: "rule", severity: "warning", rule: "ashore-yaml", ...text, file, position } as const;
  });
}

function noValues(names: readonly string[], file: string): Problem {
  const message = `the spec leaves values to you that are not set: ${names.join(", ")}`;
  const hint = "set them in .do/ashore.env, in the environment or in a file named with --env-file";
  return { layer: "rule", severity: "warning", rule: "value-missing", field: "", message, hint, file };
}
