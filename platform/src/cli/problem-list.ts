import path from "node:path";
import { formatProblem, hasErrors, type Position, type Problem, type Severity } from "../base/problem.ts";
import type { Silence } from "./ashore-yaml.ts";
import type { Context } from "./context.ts";
import type { Colour, Paint } from "./paint.ts";

/** Faults of the spec, of its sources or of `.do/ashore.yaml`, found before or instead of doing anything. */
export class ProblemsFound extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(countProblems(problems));
    this.name = "ProblemsFound";
    this.problems = problems;
  }
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, notice: 2 };
const COLOUR: Record<Severity, Colour> = { error: "red", warning: "yellow", notice: "dim" };

/** Errors first, then as they stand in their files. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      (a.file ?? "").localeCompare(b.file ?? "") ||
      comparePositions(a.position, b.position),
  );
}

function comparePositions(a: Position | undefined, b: Position | undefined): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  return a.line - b.line || a.column - b.column;
}

/** `2 errors, 1 warning` */
export function countProblems(problems: readonly Problem[]): string {
  const counts = (["error", "warning", "notice"] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.length === 0 ? "no problems" : counts.join(", ");
}

/**
 * One line each, sorted, files named as seen from `cwd`, with severity and rule at its end; below the first problem of a
 * rule why the rule is there.
 */
export function problemLines(problems: readonly Problem[], cwd: string, paint: Paint): string[] {
  const told = new Set<string>();
  return sortProblems(problems).flatMap((problem) => {
    const { severity, rule, why } = problem;
    const line = `${formatProblem(nearName(problem, cwd))} (${severity} ${rule})`;
    const lines = [paintPlace(line, paint, COLOUR[severity])];
    if (why !== undefined && !told.has(rule)) lines.push(paint("dim", `    why: ${why}`));
    told.add(rule);
    return lines;
  });
}

/** Rule of the fields that have no effect here; nearly every spec has some. */
const NO_EFFECT = "support";

/** Problems as an `up` tells them each time: reasons of notices and fields without effect are left to `check`. */
export function briefLines(problems: readonly Problem[], cwd: string, paint: Paint): string[] {
  const isIdle = ({ severity, rule }: Problem): boolean => severity === "notice" && rule === NO_EFFECT;
  const idle = problems.filter(isIdle).length;
  const told = problems.filter((problem) => !isIdle(problem)).map(withoutReason);
  const lines = problemLines(told, cwd, paint);
  if (idle === 0) return lines;
  const fields = idle === 1 ? "1 field of the spec has" : `${idle} fields of the spec have`;
  return [...lines, paint("dim", `${fields} no effect here; \`ashore check\` says which`)];
}

function withoutReason(problem: Problem): Problem {
  if (problem.severity !== "notice") return problem;
  const { why: _why, ...rest } = problem;
  return rest;
}

/** Prints problems to standard error, with their count when it tells something. */
export function printProblems(context: Context, problems: readonly Problem[]): void {
  const { output } = context;
  for (const line of briefLines(problems, context.cwd, output.paintError)) output.warn(line);
  if (hasErrors(problems)) output.warn(output.paintError("bold", countProblems(problems)));
}

/** Errors that only say what this version does not run: App Platform may well run the app, so that `check` can pass it. */
const OWN_LIMITS = new Set(["needs-docker", "engine-not-run", "language-not-built", "bun-not-built"]);

/** Leaves out what the rules find that `.do/ashore.yaml` silences; errors stay, but for our own limits. */
export function withoutSilenced(problems: readonly Problem[], silence: readonly Silence[]): Problem[] {
  return problems.filter((problem) => !isSilenced(problem, silence));
}

export function isSilenced({ severity, rule }: Problem, silence: readonly Silence[]): boolean {
  return (severity !== "error" || OWN_LIMITS.has(rule)) && silence.some((one) => one.rule === rule);
}

/** Rules that are silenced, and find errors all the same. */
export function loudRules(problems: readonly Problem[], silence: readonly Silence[]): Silence[] {
  return silence.filter(({ rule }) =>
    problems.some((problem) => problem.rule === rule && !isSilenced(problem, silence)),
  );
}

/** The problem with its file as seen from `cwd`. */
export function nearName(problem: Problem, cwd: string): Problem {
  if (problem.file === undefined || !path.isAbsolute(problem.file)) return problem;
  return { ...problem, file: nearPath(problem.file, cwd) };
}

/** An absolute path as seen from `cwd`; one outside of it stays as it is. */
export function nearPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative.startsWith("..") ? file : relative;
}

function paintPlace(line: string, paint: Paint, colour: Colour): string {
  const end = line.indexOf(": ");
  return end < 0 ? line : paint(colour, line.slice(0, end)) + line.slice(end);
}
