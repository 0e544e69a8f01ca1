import type { Problem, Severity } from "../../base/problem.ts";

/** A problem of the layer above parsing, with the place of its field still to be looked up. */
export function finding(
  severity: Severity,
  rule: string,
  field: string,
  text: { readonly message: string; readonly hint?: string },
): Problem {
  return { layer: "rule", severity, rule, field, message: text.message, hint: text.hint ?? "" };
}

/** Something resolved, and what there is to say about it. */
export interface Resolved<Value> {
  readonly value: Value;
  readonly problems: readonly Problem[];
}
