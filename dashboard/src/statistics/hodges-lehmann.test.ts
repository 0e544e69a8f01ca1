import { describe, expect, it } from "vitest";
import { shiftInterval, shiftOf } from "./hodges-lehmann.ts";

// R 4.6: wilcox.test(b, a, conf.int = TRUE, exact = TRUE); the second pair is the example of ?wilcox.test
const a = [2104.2, 2098.7, 2131.9, 2110.0, 2087.3, 2120.8];
const b = [2140.1, 2166.6, 2105.5, 2158.2, 2149.9];
const y = [1.15, 0.88, 0.9, 0.74, 1.21];
const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const quietMs = [206, 184, 212, 198, 231, 662, 190, 204, 201, 219];
const slowerMs = [238, 229, 251, 246, 262, 233, 241, 227, 785, 255];

describe("the shift between two lists", () => {
  it.each([
    ["six and five", a, b, 38.649999999999864],
    ["R's example", y, x, 0.30500000000000005],
    ["ten each, one wild in both", quietMs, slowerMs, 38],
    ["three each", quietMs.slice(0, 3), slowerMs.slice(0, 3), 39],
  ])("is R's estimate for %s", (_, before, after, shift) => {
    expect(shiftOf(before, after)).toBeCloseTo(shift, 9);
    expect(shiftOf(after, before)).toBeCloseTo(-shift, 9);
  });

  it.each([
    ["six and five", a, b, [1.3000000000001819, 62.599999999999909]],
    ["R's example", y, x, [-0.15000000000000002, 0.7599999999999999]],
    ["ten each", quietMs, slowerMs, [21, 56]],
    ["five each", quietMs.slice(0, 5), slowerMs.slice(0, 5), [15, 64]],
    ["four each", [10, 20, 30, 40], [15, 25, 36, 58], [-25, 48]],
    ["twelve and thirteen", [...quietMs, 195, 209], [...slowerMs, 200, 218, 244], [17, 49]],
  ] as const)("lies in R's interval of 95 %% for %s", (_, before, after, [low, high]) => {
    const interval = shiftInterval(before, after);
    expect(interval?.low).toBeCloseTo(low, 9);
    expect(interval?.high).toBeCloseTo(high, 9);
  });

  it("lies in a narrower interval with less confidence", () => {
    // R: conf.level = 0.9 and 0.8
    expect(shiftInterval(a, b, 0.9)?.low).toBeCloseTo(8.1999999999998181, 9);
    expect(shiftInterval(a, b, 0.9)?.high).toBeCloseTo(59.5, 9);
    expect(shiftInterval(y, x, 0.8)?.low).toBeCloseTo(-0.050000000000000044, 9);
    expect(shiftInterval(y, x, 0.8)?.high).toBeCloseTo(0.69999999999999996, 9);
  });

  it("has no interval where so few values cannot give that confidence", () => {
    // R 4.6: -Inf to Inf
    expect(shiftInterval([206, 184, 212], [238, 229, 251])).toBeNull();
    expect(shiftInterval([206], [238])).toBeNull();
  });
});
