import { explainField, type Explanation } from "../../spec/index.ts";
import { PlatformError } from "../../base/errors.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { explanationLines } from "../explanation.ts";

/** How many suggestions `explainField` gives at most: where there are as many, others may have been cut off. */
const MOST_SUGGESTIONS = 5;

/** `ashore explain FIELD`: what a field of the spec means, what it may hold, and what Ashore makes of it. */
export function explain({ output }: Context, path: string): number {
  const explanation = explainByEnd(path);
  if (!explanation.found)
    throw new PlatformError("UNKNOWN_FIELD", `The spec has no field ${path}`, {
      fault: "usage",
      hint:
        explanation.didYouMean.length > 0
          ? `did you mean ${explanation.didYouMean.join(", ")}?`
          : '`ashore explain ""` lists the fields of the spec',
    });
  for (const line of explanationLines(explanation.field, output)) output.print(line);
  return EXIT.ok;
}

/** The field at a path, or the only one whose path ends so: `http_port` is that of services. */
function explainByEnd(path: string): Explanation {
  const explanation = explainField(path);
  if (explanation.found || explanation.didYouMean.length >= MOST_SUGGESTIONS) return explanation;
  const end = `.${path.trim().toLowerCase()}`;
  const [meant, ...others] = explanation.didYouMean.filter((known) => known.endsWith(end));
  return meant === undefined || others.length > 0 ? explanation : explainField(meant);
}
