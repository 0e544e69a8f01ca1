import { expect, it } from "vitest";
import { cliffsDelta } from "./cliffs-delta.ts";

it("agrees with SciPy by way of U", () => {
  // SciPy: 2 * mannwhitneyu(b, a).statistic / (len(a) * len(b)) - 1
  const a = [2104.2, 2098.7, 2131.9, 2110.0, 2087.3, 2120.8];
  expect(cliffsDelta(a, [2140.1, 2166.6, 2105.5, 2158.2, 2149.9])).toBeCloseTo(0.8, 12);
  expect(cliffsDelta([3, 3, 4, 5, 5], [4, 5, 6, 6, 7])).toBeCloseTo(0.72, 12);
});

it("is 1 where every b is larger, -1 where every b is smaller, and 0 where no side leads", () => {
  expect(cliffsDelta([1, 2], [3, 4])).toBe(1);
  expect(cliffsDelta([3, 4], [1, 2])).toBe(-1);
  expect(cliffsDelta([1, 1], [1, 1])).toBe(0);
});
