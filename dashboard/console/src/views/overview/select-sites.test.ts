import { expect, test } from "vitest";
import type { OverviewSite } from "../../../../src/api/shapes/overview.ts";
import { readOverviewState, type OverviewState } from "../../url-state/overview-state.ts";
import { selectSites } from "./select-sites.ts";

function site(name: string, performance?: number, part: Partial<OverviewSite> = {}): OverviewSite {
  const measuredAt = "2026-01-01T00:00:00Z";
  const values = performance === undefined ? {} : { performance, cls: 0 };
  return {
    id: name,
    name,
    origin: `https://${name.toLowerCase()}.example.com`,
    enabled: true,
    pages: 1,
    profiles: [{ profile: "mobile", measuredAt, values, scoreChange: null, sparkline: [] }],
    problems: { budgetsFailing: 0, budgetsWarning: 0, anomalies: 0, failedMeasurements: 0 },
    openBatch: null,
    nextAt: null,
    ...part,
  };
}

const sites = [site("Shop", 40), site("Blog"), site("Docs", 90), site("Help", 0)];
const names = (change: Partial<OverviewState>) =>
  selectSites(sites, { ...readOverviewState(new URLSearchParams()), ...change }).map(({ name }) => name);

test("sorts by name at first", () => {
  expect(names({})).toEqual(["Blog", "Docs", "Help", "Shop"]);
});

test("a score of zero is the lowest score, no score comes last in both directions", () => {
  expect(names({ sort: "mobile" })).toEqual(["Help", "Shop", "Docs", "Blog"]);
  expect(names({ sort: "mobile", dir: "desc" })).toEqual(["Docs", "Shop", "Help", "Blog"]);
});

test("equal values are in the order of names", () => {
  expect(names({ sort: "cls", dir: "desc" })).toEqual(["Docs", "Help", "Shop", "Blog"]);
});

test("filters by every word of name or address", () => {
  expect(names({ q: "example SH" })).toEqual(["Shop"]);
  expect(names({ q: "shop docs" })).toEqual([]);
});

test("shows poor sites only", () => {
  expect(names({ show: "poor" })).toEqual(["Help", "Shop"]);
});
