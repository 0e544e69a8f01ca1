import type { Api, ApiParts } from "../parts.ts";
import { notFound } from "../problem.ts";
import { readComparisonSide } from "../reading/comparison-side.ts";
import { describeComparison } from "../reading/comparison.ts";
import { comparisonQuery, comparisonShape } from "../shapes/judging.ts";

/** What changed between two measurements. */
export function addComparisonRoutes(api: Api, { db }: ApiParts): void {
  api.get(
    "/comparison",
    {
      config: { role: "viewer" },
      schema: {
        tags: ["Measuring"],
        summary: "Compare two measurements: `a` is before, `b` after",
        querystring: comparisonQuery,
        response: { 200: comparisonShape },
      },
    },
    async ({ query }) => {
      const [a, b] = await Promise.all([readComparisonSide(db, query.a), readComparisonSide(db, query.b)]);
      if (a === null || b === null) throw notFound("measurement");
      return describeComparison(a, b);
    },
  );
}
