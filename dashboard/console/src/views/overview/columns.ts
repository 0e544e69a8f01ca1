import type { SortColumn } from "../../url-state/overview-state.ts";

/** The metrics that stand beside the score. */
export const overviewMetrics = ["lcp", "cls", "tbt"] as const;

/** What the columns are called. */
export const columnLabels: Readonly<Record<SortColumn, string>> = {
  name: "Site",
  mobile: "Mobile",
  desktop: "Desktop",
  lcp: "LCP",
  cls: "CLS",
  tbt: "TBT",
  change: "Week",
  problems: "Problems",
  measured: "Measured",
};
