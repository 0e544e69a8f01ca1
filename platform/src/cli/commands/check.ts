import { stat } from "node:fs/promises";
import path from "node:path";
import { hasErrors, type Problem } from "../../base/problem.ts";
import { costOf } from "../../check/index.ts";
import { findSpec } from "../../source/find-spec.ts";
import { parseSpec } from "../../spec/index.ts";
import type { Silence } from "../ashore-yaml.ts";
import { countSilenced, reportCheck, type CheckFormat } from "../check-report.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { findProblems, type CheckTarget } from "../find-problems.ts";
import { loudRules, withoutSilenced } from "../problem-list.ts";
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

/** `ashore check`: all that is wrong with an app, found without network, control plane or running anything. */
export async function check(context: Context, options: CheckOptions): Promise<number> {
  const target = await findTarget(context, options);
  const { specFile } = target;
  const parsed = parseSpec(await readSpecText(specFile), { file: specFile });
  const { silence, problems } = await findProblems(context, target, parsed);
  const found = [...withoutSilenced(problems, silence), ...loudRules(problems, silence).map(notSilenced)];
  const cost = options.cost && parsed.spec !== null ? costOf(parsed.spec) : undefined;
  reportCheck(context, options.format, { specFile, found, silenced: countSilenced(problems, silence), cost });
  const isFailed =
    hasErrors(found) || (options.strict && found.some(({ severity }) => severity === "warning"));
  return isFailed ? EXIT.app : EXIT.ok;
}

async function findTarget({ cwd }: Context, { target, spec, envFile }: CheckOptions): Promise<CheckTarget> {
  const values = envFile === undefined ? undefined : path.resolve(cwd, envFile);
  if (spec !== undefined) {
    const directory = await resolveDirectory(cwd, target);
    return { specFile: path.resolve(cwd, spec), directory, envFile: values };
  }
  const wanted = path.resolve(cwd, target ?? ".");
  const found = await stat(wanted).catch((error: unknown) => {
    throw unreadableFile("SPEC_UNREADABLE", wanted, error);
  });
  if (!found.isDirectory()) return { specFile: wanted, directory: undefined, envFile: values };
  return { specFile: await findSpec(wanted), directory: wanted, envFile: values };
}

function notSilenced({ rule, position, file }: Silence): Problem {
  const message = `${rule} finds an error, which cannot be silenced`;
  const text = { field: `silence.${rule}`, message, hint: "put right what it finds" };
  return { layer: "rule", severity: "notice", rule: "ashore-yaml", ...text, file, position };
}
