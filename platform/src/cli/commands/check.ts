import { stat } from "node:fs/promises";
import path from "node:path";
import { hasErrors, type Problem } from "../../base/problem.ts";
import { findSpec, readFacts } from "../../source/index.ts";
import { parseSpec, type AppSpec, type ParsedSpec } from "../../spec/index.ts";
import { checkApp } from "../../check/index.ts";
import { MISSING_VALUE, readAshoreYaml } from "../ashore-yaml.ts";
import { definedEnv, type Context } from "../context.ts";
import { readValueSources } from "../env-file.ts";
import { EXIT } from "../exit-code.ts";
import { missingNames } from "../needed-values.ts";
import { countProblems, printProblems, sortProblems, withoutSilenced } from "../problem-list.ts";
import { resolveDirectory, unreadableFile } from "../resolve-directory.ts";
import { readSpecText } from "../spec-input.ts";

export interface CheckOptions {
  /** DIR or FILE as it was typed; undefined: where we are. */
  readonly target: string | undefined;
  /** `--spec FILE`, relative to where we are; then the target is the directory. */
  readonly spec?: string | undefined;
  /** `--env-file FILE` */
  readonly envFile?: string | undefined;
  readonly json: boolean;
}

/** Rules of `source` that ask a repository elsewhere. */
const NEEDS_NETWORK = new Set(["source-unreachable", "source-not-refreshed"]);

interface Target {
  readonly specFile: string;
  /** The checkout, if a directory was named: then its sources are looked at as well. */
  readonly directory: string | undefined;
}

/** `ashore check`: all that is wrong with a spec, found without network, control plane or running anything. */
export async function check(context: Context, options: CheckOptions): Promise<number> {
  const target = await findTarget(context, options);
  const parsed = parseSpec(await readSpecText(target.specFile), { file: target.specFile });
  const { silence, problems: besides } = await readBesides(context, target, {
    spec: parsed.spec,
    envFile: options.envFile,
  });
  const problems = [...parsed.problems, ...(await lookAround(context, target, parsed)), ...besides];
  const found = withoutSilenced(problems, silence);
  const exitCode = hasErrors(found) ? EXIT.app : EXIT.ok;
  if (options.json) context.output.document({ file: target.specFile, problems: sortProblems(found) });
  else {
    printProblems(context, found);
    if (exitCode === EXIT.ok) context.output.print(`${name(context, target)}: ${countProblems(found)}`);
  }
  return exitCode;
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
  return {
    ...besides,
    problems: missing.length === 0 ? problems : [...problems, noValues(missing, specFile)],
  };
}

function noValues(names: readonly string[], file: string): Problem {
  const message = `the spec leaves values to you that are not set: ${names.join(", ")}`;
  const hint = "set them in .do/ashore.env, in the environment or in a file named with --env-file";
  return { layer: "rule", severity: "warning", rule: "value-missing", field: "", message, hint, file };
}

function name({ cwd }: Context, { specFile }: Target): string {
  const relative = path.relative(cwd, specFile);
  return relative.startsWith("..") ? specFile : relative;
}
