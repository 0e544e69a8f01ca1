/** Where in a text something stands; lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `parse`: doctl's own parser would refuse the file. `rule`: everything that is found after it parsed. */
export type Layer = "parse" | "rule";

/** `error` stops `up`; `warning` is likely a mistake; `notice` says what we did with something unusual. */
export type Severity = "error" | "warning" | "notice";

/** One fault of the user's spec or source, ready to be shown or serialised. */
export interface Problem {
  readonly layer: Layer;
  readonly severity: Severity;
  /** Stable kebab-case name of the rule, e.g. `unknown-field`. */
  readonly rule: string;
  /** Path into the spec, e.g. `services[0].envs[2].value`; empty for the file as a whole. */
  readonly field: string;
  /** What is wrong, without a full stop. */
  readonly message: string;
  /** What would be right; empty if there is nothing to add. */
  readonly hint: string;
  /** Why the rule is there, one sentence that holds for each of its problems. */
  readonly why?: string;
  /** File the problem stands in, as the user named it; absent when the spec came without a file. */
  readonly file?: string;
  readonly position?: Position;
}

/** True if any of the problems stops a deployment. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}

/** What a rule is about, for its documentation and for whoever silences it. */
export interface RuleText {
  /** Stable kebab-case name, by which it is silenced. */
  readonly name: string;
  /** The worst that it finds. */
  readonly severity: Severity;
  /** What is wrong, in general. */
  readonly what: string;
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
}

/** `file:line:col field: what is wrong; what would be right`, the one-line form every command shows. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file ?? "spec", problem.position?.line, problem.position?.column]
    .filter((part) => part !== undefined)
    .join(":");
  const field = problem.field === "" ? "" : ` ${problem.field}`;
  const hint = problem.hint === "" ? "" : `; ${problem.hint}`;
  return `${place}${field}: ${problem.message}${hint}`;
}
