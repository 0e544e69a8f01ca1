import { expect, test } from "vitest";
import type { Budget } from "../../../src/api/shapes/judging.ts";
import { budgetLinesOf } from "./budget-lines.ts";

const budget: Budget = {
  id: "b",
  siteId: "s",
  siteName: "Shop",
  pageId: null,
  pageLabel: null,
  profile: null,
  metric: "lcp",
  warn: null,
  fail: 2500,
  state: "pass",
  series: [],
};
const series = { siteId: "s", pageId: "p", profile: "mobile", metric: "lcp" } as const;

test("a budget for every page and both profiles is drawn everywhere on its site", () => {
  expect(budgetLinesOf([budget], series)).toEqual([{ level: "fail", value: 2500 }]);
  expect(budgetLinesOf([budget], { ...series, siteId: "other" })).toEqual([]);
  expect(budgetLinesOf([budget], { ...series, metric: "tbt" })).toEqual([]);
});

test("a budget of one page or profile is drawn there only", () => {
  expect(budgetLinesOf([{ ...budget, pageId: "other" }], series)).toEqual([]);
  expect(budgetLinesOf([{ ...budget, profile: "desktop" }], series)).toEqual([]);
});

test("a limit of zero is a limit", () => {
  expect(budgetLinesOf([{ ...budget, warn: 0 }], series)).toHaveLength(2);
});
