import { expect, test } from "vitest";
import { nextSort, readOverviewState, writeOverviewState } from "./overview-state.ts";

const read = (search: string) => readOverviewState(new URLSearchParams(search));

test("an empty address is the default state", () => {
  expect(read("")).toEqual({ q: "", show: "all", profile: "mobile", sort: "name", dir: "asc" });
});

test("what an address says that does not exist is the default", () => {
  expect(read("sort=password&dir=up&profile=tablet&show=none")).toEqual(read(""));
});

test("defaults are left out of the address, everything else survives", () => {
  const params = writeOverviewState(new URLSearchParams("q=shop&other=1"), {
    sort: "lcp",
    profile: "mobile",
  });
  expect(params.toString()).toBe("q=shop&other=1&sort=lcp");
  expect(writeOverviewState(params, { q: "", sort: "name" }).toString()).toBe("other=1");
});

test("reading what was written gives the same state", () => {
  const state = { q: "a b&c", show: "poor", profile: "desktop", sort: "change", dir: "desc" } as const;
  expect(readOverviewState(writeOverviewState(new URLSearchParams(), state))).toEqual(state);
});

test("a second click on a head turns the direction, another head begins anew", () => {
  expect(nextSort({ sort: "lcp", dir: "asc" }, "lcp")).toEqual({ dir: "desc" });
  expect(nextSort({ sort: "lcp", dir: "desc" }, "tbt")).toEqual({ sort: "tbt", dir: "asc" });
});
