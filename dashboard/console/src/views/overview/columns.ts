import { describeMetric } from "../../../../src/papers/metric.ts";
import { profileWords } from "../../format/words.ts";
import type { OverviewState, SortColumn } from "../../url-state/overview-state.ts";

/** The metrics that stand beside the score. */
export const overviewMetrics = ["lcp", "cls", "tbt"] as const;

/** What the columns are called under a profile. All values are of the lab, and say so. */
export function columnLabels({
  profile,
}: Pick<OverviewState, "profile">): Readonly<Record<SortColumn, string>> {
  return {
    name: "Site",
    mobile: profileWords.mobile,
    desktop: profileWords.desktop,
    lcp: `${describeMetric("lcp").short} (lab)`,
    cls: `${describeMetric("cls").short} (lab)`,
    tbt: `${describeMetric("tbt").short} (lab)`,
    change: `Week, ${profile}`,
    problems: "Problems",
    measured: "Measured",
  };
}
