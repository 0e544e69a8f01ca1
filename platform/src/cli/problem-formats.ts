import { pathToFileURL } from "node:url";
import type { Problem, RuleText, Severity } from "../base/problem.ts";
import { sortProblems } from "./problem-list.ts";

const COMMANDS: Record<Severity, string> = { error: "error", warning: "warning", notice: "notice" };
const LEVELS: Record<Severity, string> = { error: "error", warning: "warning", notice: "note" };

/** Workflow commands of GitHub Actions, one a line, which it shows beside the lines of a pull request. */
export function githubLines(problems: readonly Problem[]): string[] {
  return sortProblems(problems).map((problem) => {
    const { severity, file, position, rule } = problem;
    const properties = [
      ["file", file],
      ["line", position?.line],
      ["col", position?.column],
      ["title", rule],
    ]
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
    return `::${COMMANDS[severity]} ${properties.join(",")}::${escapeData(textOf(problem))}`;
  });
}

/** A SARIF 2.1.0 log with one run; files that are relative are so to `root`. */
export function sarifLog(problems: readonly Problem[], rules: readonly RuleText[], root: string): unknown {
  const sorted = sortProblems(problems);
  const used = new Set(sorted.map(({ rule }) => rule));
  const driver = {
    name: "ashore check",
    rules: [...used].map((name) => describeRule(name, rules)),
  };
  const base = { SRCROOT: { uri: `${pathToFileURL(root).href}/` } };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver },
        originalUriBaseIds: base,
        columnKind: "utf16CodeUnits",
        results: sorted.map(resultOf),
      },
    ],
  };
}

function describeRule(name: string, rules: readonly RuleText[]) {
  const rule = rules.find((one) => one.name === name);
  if (!rule) return { id: name, shortDescription: { text: name } };
  return {
    id: name,
    shortDescription: { text: rule.what },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  };
}

function resultOf(problem: Problem) {
  const { rule, severity, file, position } = problem;
  const region = position && { startLine: position.line, startColumn: position.column };
  const artifactLocation = file?.startsWith("/")
    ? { uri: pathToFileURL(file).href }
    : { uri: encodeURI(file ?? ""), uriBaseId: "SRCROOT" };
  const locations = [{ physicalLocation: { artifactLocation, ...(region && { region }) } }];
  return {
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: textOf(problem) },
    ...(file !== undefined && { locations }),
  };
}

function textOf({ field, message, hint }: Problem): string {
  const start = field === "" ? "" : `${field}: `;
  return `${start}${message}${hint === "" ? "" : `; ${hint}`}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
