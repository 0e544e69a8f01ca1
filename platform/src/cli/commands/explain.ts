import { explainField } from "../../spec/index.ts";
import { PlatformError } from "../../base/errors.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { explanationLines } from "../explanation.ts";

/** `ashore explain [FIELD]`: what a field, or the whole spec, means, may hold, and what Ashore makes of it. */
export function explain({ output }: Context, path: string): number {
  const explanation = explainField(path);
  if (!explanation.found)
    throw new PlatformError("UNKNOWN_FIELD", `The spec has no field ${path}`, {
      fault: "usage",
      hint:
        explanation.didYouMean.length > 0
          ? `did you mean ${explanation.didYouMean.join(", ")}?`
          : "`ashore explain` lists the fields of the spec",
    });
  for (const line of explanationLines(explanation.field, output)) output.print(line);
  return EXIT.ok;
}
