import { PlatformError, type Fault } from "../base/errors.ts";
import type { Problem } from "../base/problem.ts";
import type { ClientError } from "../client/index.ts";
import type { Context } from "./context.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import { isInterruption } from "./interruption.ts";
import { printProblems, ProblemsFound } from "./problem-list.ts";

/** Anything thrown, as it is told to people and to machines. */
export interface ErrorReport {
  readonly exitCode: number;
  readonly id: string;
  readonly message: string;
  readonly hint: string;
  readonly problems: readonly Problem[];
  /** Only for what nobody foresaw. */
  readonly stack?: string;
}

/** Sorts a thrown thing into whose fault it is; what no one foresaw is ours and keeps its stack. */
export function describeError(error: unknown): ErrorReport {
  if (isInterruption(error)) return report(EXIT.interrupted, "interrupted", "Interrupted");
  if (error instanceof ProblemsFound)
    return { ...report(EXIT.usage, "invalid_spec", error.message), problems: error.problems };
  if (error instanceof PlatformError)
    return report(exitCodeOf(error.fault), error.code.toLowerCase(), error.message, error.hint);
  if (isClientError(error))
    return {
      ...report(exitCodeOf(clientFault(error)), error.id, error.message, error.hint),
      problems: error.problems,
    };
  const shown = error instanceof Error ? error : new Error(String(error));
  return {
    ...report(EXIT.platform, "unforeseen", shown.message, "this is a bug in Ashore; please report it"),
    stack: shown.stack ?? shown.message,
  };
}

/** Says what went wrong on standard error, or as a JSON object on standard output. */
export function reportError(context: Context, error: unknown, asJson: boolean): number {
  const described = describeError(error);
  if (asJson) {
    const { stack: _stack, exitCode, ...rest } = described;
    context.output.json({ ok: false, exitCode, error: rest });
  } else printReport(context, described);
  return described.exitCode;
}

function printReport(context: Context, described: ErrorReport): void {
  const { output } = context;
  if (described.problems.length > 0) return printProblems(context, described.problems);
  output.warn(`${output.paintError("red", "error:")} ${described.stack ?? described.message}`);
  if (described.hint !== "") output.warn(`${output.paintError("dim", "hint:")} ${described.hint}`);
}

function report(exitCode: number, id: string, message: string, hint = ""): ErrorReport {
  return { exitCode, id, message, hint, problems: [] };
}

// By name: the client is not loaded just to find that an error is none of its own.
function isClientError(error: unknown): error is ClientError {
  return error instanceof Error && error.name === "ClientError";
}

function clientFault(error: ClientError): Fault {
  return error.status >= 400 && error.status < 500 ? "usage" : "platform";
}
