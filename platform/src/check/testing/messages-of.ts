import { completeSpec } from "../../spec/index.ts";
import type { Example, Rule } from "../rule.ts";
import { factsOf } from "./found.ts";

/** What one rule says of an example, with the place in the source if there is one. */
export function messagesOf(rule: Rule, example: Example): string[] {
  const { spec } = example;
  const findings = rule.check({ spec: completeSpec(spec), written: spec, facts: factsOf(example) });
  return [...findings].map(({ message, at }) => (at ? `${at.file}:${at.line} ${message}` : message));
}
