import { expect, test } from "vitest";
import { valueDomain } from "./domain.ts";
import type { ChartPoint } from "./series.ts";

function point(min: number, max = min): ChartPoint {
  return { at: 0, median: min, min, max, samples: 3, measurements: 1, noisy: false, measurementId: "m" };
}

test("covers every sample with room around", () => {
  const [from, to] = valueDomain("lcp", [point(2000, 2400), point(2600, 4000)], []);
  expect(from).toBeLessThan(2000);
  expect(to).toBeGreaterThan(4000);
});

test("scores stay between 0 and 100, and are never blown up to less than 20 points", () => {
  const [from, to] = valueDomain("performance", [point(99, 100)], []);
  expect(to).toBe(100);
  expect(to - from).toBeGreaterThanOrEqual(20);
  expect(valueDomain("performance", [point(0, 100)], [])).toEqual([0, 100]);
});

test("a metric that is always zero has an axis, too", () => {
  const [from, to] = valueDomain("cls", [point(0), point(0)], []);
  expect(from).toBe(0);
  expect(to).toBeGreaterThanOrEqual(0.1);
});

test("a budget nearby is covered, one far away does not flatten the points", () => {
  expect(valueDomain("lcp", [point(2000, 2400)], [2600])[1]).toBeGreaterThan(2600);
  expect(valueDomain("lcp", [point(400, 500)], [9000])[1]).toBeLessThan(1000);
});

test("without points there is still an axis", () => {
  expect(valueDomain("performance", [], [])).toEqual([0, 100]);
  expect(valueDomain("tbt", [], [])).toEqual([0, 100]);
});
