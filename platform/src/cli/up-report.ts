import type { Problem } from "../base/problem.ts";
import type { AppStatus } from "../wire/index.ts";
import type { Silence } from "./ashore-yaml.ts";
import type { Context } from "./context.ts";
import { isTakenDown, type DeploymentOutcome } from "./deployment.ts";
import { makeDisplay, type Display } from "./display.ts";
import { formatDuration } from "./duration.ts";
import { EXIT, exitCodeOf } from "./exit-code.ts";
import type { Paint } from "./paint.ts";
import { printProblems, withoutSilenced } from "./problem-list.ts";
import { appTable, failureLines } from "./summary.ts";

/** What an `up` says: to people as text, to machines as events and one result at the end. */
export interface UpReport {
  /** Something is to be done; `problems` are warnings and notices of what may go wrong. */
  begin(problems: readonly Problem[]): Display;
  /** The app is live, on a new version or on the one it had. */
  live(outcome: DeploymentOutcome, app: AppStatus, tookMs: number): void;
  /** The same in one line, for an app that people saw live before. */
  again(outcome: DeploymentOutcome, app: AppStatus, tookMs: number): void;
  /** The deployment failed. @returns the exit code */
  failed(outcome: DeploymentOutcome, app: AppStatus): number;
  /** A line for people only. */
  say(line: string): void;
}

export interface UpReportOptions {
  readonly app: string;
  /** Components, jobs and databases of the spec. */
  readonly names: readonly string[];
  /** Rules whose warnings are not shown. */
  readonly silence: readonly Silence[];
  readonly asJson: boolean;
}

export function makeUpReport(context: Context, options: UpReportOptions): UpReport {
  const { output } = context;
  const say = (line: string): void => {
    if (!options.asJson) output.print(line);
  };
  const again: UpReport["again"] = (outcome, app, tookMs) => {
    if (options.asJson) output.json(result(outcome, app, EXIT.ok));
    else output.print(liveLine(outcome, app, { tookMs, paint: output.paint }));
  };
  return {
    begin: (problems) => {
      if (!options.asJson) printProblems(context, withoutSilenced(problems, options.silence));
      return makeDisplay(output, options);
    },
    again,
    live: (outcome, app, tookMs) => {
      if (outcome.phase !== "unchanged" && !options.asJson) {
        for (const line of ["", ...appTable(app, output.paint), ""]) output.print(line);
      }
      again(outcome, app, tookMs);
    },
    failed: (outcome, app) => {
      const exitCode = isTakenDown(outcome, app) ? EXIT.app : exitCodeOf(outcome.failure?.fault ?? "app");
      if (options.asJson) output.json(result(outcome, app, exitCode));
      else for (const line of failedLines(context, outcome, app)) output.warn(line);
      return exitCode;
    },
    say,
  };
}

function liveLine(
  { phase }: DeploymentOutcome,
  app: AppStatus,
  { tookMs, paint }: { readonly tookMs: number; readonly paint: Paint },
): string {
  const url = paint("bold", app.url) + (app.plainUrl === null ? "" : ` and ${app.plainUrl}`);
  const news = `${phase === "unchanged" ? "; nothing changed" : ""} (${formatDuration(tookMs)})`;
  const ailing = app.components.filter(({ state }) => state === "restarting" || state === "unhealthy");
  if (ailing.length === 0) return `${paint("green", "✓")} ${app.name} is live at ${url}${news}`;
  const how = ailing.map(({ name, state, message }) => `${name} is ${state} (${message})`).join(", ");
  return `${paint("yellow", "!")} ${app.name} is up at ${url}${news}, but ${how}`;
}

function failedLines(context: Context, outcome: DeploymentOutcome, app: AppStatus): string[] {
  const paint = context.output.paintError;
  if (isTakenDown(outcome, app))
    return [`${paint("red", "✗")} ${app.name} was taken down by another command`];
  const { phase, failure } = outcome;
  const lines = failure ? failureLines(failure, paint) : [`${paint("red", "✗")} ${endedOtherwise(phase)}`];
  if (app.components.some((component) => component.state === "live"))
    lines.push(`  The version before stays live at ${app.url}`);
  return lines;
}

function endedOtherwise(phase: DeploymentOutcome["phase"]): string {
  if (phase === "SUPERSEDED") return "The deployment was superseded by a newer one";
  if (phase === "CANCELED") return "The deployment was cancelled";
  return "The deployment failed without a reason given";
}

function result({ answer, phase, failure }: DeploymentOutcome, app: AppStatus, exitCode: number): object {
  const { name, url, plainUrl, components, databases, jobs } = app;
  const { changes, problems } = answer;
  const ok = exitCode === EXIT.ok;
  return {
    ok,
    exitCode,
    app: name,
    url,
    plainUrl,
    phase,
    failure,
    changes,
    problems,
    components,
    databases,
    jobs,
  };
}
