import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { Tag, type Tone } from "../../components/tag.tsx";
import { plural } from "../../format/quantity.ts";
import { countProblems } from "./select-sites.ts";

/** What is wrong with a site, by kind; or that nothing is. */
export function Problems({ site }: { readonly site: OverviewSite }) {
  if (countProblems(site) === 0) return <span className="muted">None</span>;
  const { budgetsFailing, budgetsWarning, anomalies, failedMeasurements } = site.problems;
  const kinds: readonly (readonly [count: number, tone: Tone, words: string])[] = [
    [budgetsFailing, "poor", `${plural(budgetsFailing, "budget")} exceeded`],
    [anomalies, "poor", plural(anomalies, "regression")],
    [failedMeasurements, "poor", `${failedMeasurements} without result`],
    [budgetsWarning, "average", `${plural(budgetsWarning, "budget")} at risk`],
  ];
  return (
    <div className="tags">
      {kinds
        .filter(([count]) => count > 0)
        .map(([, tone, words]) => (
          <Tag key={words} tone={tone}>
            {words}
          </Tag>
        ))}
    </div>
  );
}
