import { expect, test } from "vitest";
import { groupResults, type Aggregate, type Run } from "./runs.ts";

const start = Date.UTC(2025, 9, 1, 9);
const SECOND = 1000;

function aggregate(id: string, atMs: number, more: Partial<Aggregate> = {}): Aggregate {
  return { rowid: 1, id, siteId: "s", pageType: "homepage", profile: "mobile", atMs, lcp: null, ...more };
}

function run(batchId: string, number: number, atMs: number, more: Partial<Run> = {}): Run {
  return { ...aggregate(`${batchId}-${number}`, atMs), batchId, number, pageUrl: null, ...more };
}

test("joins an aggregate to the runs before it, in the order of their numbers", () => {
  const runs = [2, 3, 1].map((number) => run("b", number, start + number * SECOND));
  const [group, ...more] = groupResults([aggregate("m", start + 300 * SECOND)], runs);
  expect(more).toEqual([]);
  expect(group?.runs.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(group?.aggregate?.id).toBe("m");
  expect([group?.startedMs, group?.finishedMs]).toEqual([start + SECOND, start + 300 * SECOND]);
});

test("keeps apart pages, devices and sites", () => {
  const runs = [
    run("b", 1, start),
    run("b", 1, start, { pageType: "product" }),
    run("b", 1, start, { profile: "desktop" }),
  ];
  const aggregates = [
    aggregate("m", start + SECOND),
    aggregate("p", start + SECOND, { pageType: "product" }),
  ];
  const groups = groupResults(aggregates, runs);
  expect(groups.map(({ aggregate: own, profile }) => [own?.id ?? null, profile]).sort()).toEqual([
    [null, "desktop"],
    ["m", "mobile"],
    ["p", "mobile"],
  ]);
  expect(new Set(groups.map(({ batch }) => batch))).toEqual(new Set(["batch:b"]));
});

test("gives each aggregate the latest runs before it, and none twice", () => {
  const runs = [run("early", 1, start), run("late", 1, start + 60 * SECOND)];
  const aggregates = [aggregate("a", start + 30 * SECOND), aggregate("b", start + 90 * SECOND)];
  const groups = groupResults(aggregates, runs);
  expect(groups.map((group) => [group.batch, group.aggregate?.id])).toEqual([
    ["batch:early", "a"],
    ["batch:late", "b"],
  ]);
});

test("leaves an aggregate alone whose LCP does not lie among the runs', or that came hours later", () => {
  const runs = [run("b", 1, start, { lcp: 2 }), run("b", 2, start, { lcp: 3 })];
  expect(groupResults([aggregate("m", start + SECOND, { lcp: 5 })], runs)).toHaveLength(2);
  expect(groupResults([aggregate("m", start + SECOND, { lcp: 2.5 })], runs)).toHaveLength(1);
  expect(groupResults([aggregate("m", start + 4 * 3600 * SECOND, { lcp: 2.5 })], runs)).toHaveLength(2);
});

test("puts lone aggregates of a minute together, but the second of a page into a batch of its own", () => {
  const groups = groupResults(
    [aggregate("a", start), aggregate("b", start + SECOND), aggregate("c", start, { profile: "desktop" })],
    [],
  );
  const batches = new Map(groups.map(({ aggregate: own, batch }) => [own?.id, batch]));
  expect(batches.get("a")).toBe(batches.get("c"));
  expect(batches.get("b")).toBe(`${batches.get("a") ?? ""}:1`);
});
