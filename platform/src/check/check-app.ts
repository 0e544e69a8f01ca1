import type { Position, Problem } from "../base/problem.ts";
import type { Facts } from "../source/facts.ts";
import { completeSpec, type AppSpec } from "../spec/index.ts";
import type { Finding, Rule } from "./rule.ts";
import { rules } from "./rules.ts";

type Locate = (field: string) => Position | undefined;

/**
 * Everything the rules find in an app, beyond what the spec's own rules say. Without facts only the rules that need
 * no source find anything.
 * @param locate where a field stands in the spec's text
 */
export function checkApp(spec: AppSpec, facts: Facts | null, locate: Locate): Problem[] {
  const app = { spec: completeSpec(spec), written: spec, facts };
  return rules.flatMap((rule) =>
    withoutRepeats(rule.check(app)).map((finding) => ({
      ...problemOf(rule, finding),
      ...placeOf(finding, facts, locate),
    })),
  );
}

/** Components that share a directory share its code: what stands there is told once. */
function withoutRepeats(findings: Iterable<Finding>): Finding[] {
  const told = new Set<string>();
  return [...findings].filter(({ at, message }) => {
    if (at === undefined) return true;
    const key = JSON.stringify([at, message]);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function problemOf(rule: Rule, { field, message, severity, hint }: Finding): Problem {
  return {
    layer: "rule",
    severity: severity ?? rule.severity,
    rule: rule.name,
    field,
    message,
    hint: hint ?? rule.fix,
    why: rule.why,
  };
}

function placeOf(
  { field, at }: Finding,
  facts: Facts | null,
  locate: Locate,
): Pick<Problem, "file" | "position"> {
  if (at === undefined) {
    const position = locate(field);
    return position ? { position } : {};
  }
  const { line, column } = at;
  const root = facts?.sources[at.source]?.root ?? "";
  return { file: `${root}/${at.file}`, position: { line, column } };
}
