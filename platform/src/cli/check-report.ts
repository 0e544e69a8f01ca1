import type { Problem } from "../base/problem.ts";
import { ruleCatalogue, type Cost } from "../check/index.ts";
import { planRules } from "../plan/plan-rules.ts";
import { sourceRules } from "../source/index.ts";
import type { Silence } from "./ashore-yaml.ts";
import type { Context } from "./context.ts";
import { costLines } from "./cost-table.ts";
import { githubLines, sarifLog } from "./problem-formats.ts";
import { countProblems, isSilenced, nearName, nearPath, problemLines, sortProblems } from "./problem-list.ts";
import { ASHORE_YAML } from "./read-ashore-yaml.ts";

export type CheckFormat = "text" | "json" | "github" | "sarif";

export interface CheckResult {
  readonly specFile: string;
  /** What is shown. */
  readonly found: readonly Problem[];
  readonly silenced: readonly Silenced[];
  readonly cost: Cost | undefined;
}

/** A rule that `.do/ashore.yaml` silences. */
interface Silenced {
  readonly rule: string;
  readonly reason: string;
  /** Number of problems that are not shown for it. */
  readonly count: number;
}

export function countSilenced(problems: readonly Problem[], silence: readonly Silence[]): Silenced[] {
  return silence.map(({ rule, reason }) => {
    const count = problems.filter((problem) => problem.rule === rule && isSilenced(problem, silence)).length;
    return { rule, reason, count };
  });
}

/** Prints what `check` found; files are named as seen from here, but absolute in JSON. */
export function reportCheck(context: Context, format: CheckFormat, result: CheckResult): void {
  const { output } = context;
  // GitHub reads files from the top of the checkout, wherever the command was started.
  const root = context.env["GITHUB_WORKSPACE"] || context.cwd;
  const near = result.found.map((problem) => nearName(problem, root));
  switch (format) {
    case "json":
      return output.document(documentOf(result));
    case "sarif":
      return output.document(sarifLog(near, [...ruleCatalogue, ...sourceRules, ...planRules], root));
    case "github":
      return githubLines(near).forEach((line) => output.print(line));
    case "text":
      return textLines(context, result).forEach((line) => output.print(line));
  }
}

function documentOf({ specFile, found, silenced, cost }: CheckResult): unknown {
  return { file: specFile, problems: sortProblems(found), silenced, ...(cost && { cost }) };
}

function textLines({ cwd, output }: Context, { specFile, found, silenced, cost }: CheckResult): string[] {
  const quiet = silenced.reduce((sum, { count }) => sum + count, 0);
  const besides = quiet === 0 ? "" : `, ${quiet} silenced in .do/${ASHORE_YAML}`;
  return [
    ...problemLines(found, cwd, output.paint),
    `${nearPath(specFile, cwd)}: ${countProblems(found)}${besides}`,
    ...(cost ? ["", ...costLines(cost)] : []),
  ];
}
