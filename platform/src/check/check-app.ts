import type { Position, Problem } from "../base/problem.ts";
import type { Facts } from "../source/facts.ts";
import { completeSpec, type AppSpec } from "../spec/index.ts";
import { rules } from "./rules.ts";

/**
 * Everything the rules find in an app, beyond what the spec's own rules say. Without facts only the rules that need
 * no source find anything.
 * @param locate where a field stands in the spec's text
 */
export function checkApp(
  spec: AppSpec,
  facts: Facts | null,
  locate: (field: string) => Position | undefined,
): Problem[] {
  const app = { spec: completeSpec(spec), facts };
  return rules.flatMap((rule) =>
    [...rule.check(app)].map(({ field, message }): Problem => {
      const position = locate(field);
      return {
        layer: "rule",
        severity: rule.severity,
        rule: rule.name,
        field,
        message,
        hint: rule.fix,
        ...(position && { position }),
      };
    }),
  );
}
