import { describe, expect, it } from "vitest";
import { robustZ } from "./robust-z.ts";

describe("the robust z", () => {
  it("counts scaled deviations from the median, as R's mad scales them", () => {
    // R: (300 - median(x)) / mad(x) of 206, 184, 212, 198, 231, 662, 190, 204, 201, 219
    expect(robustZ(300, { median: 205, mad: 10.5 }, 0)).toBeCloseTo(6.1025354428834806, 9);
    expect(robustZ(110, { median: 205, mad: 10.5 }, 0)).toBeCloseTo(-6.1025354428834806, 9);
  });

  it("takes at least 1.5 % of the median as a deviation", () => {
    expect(robustZ(2060, { median: 2000, mad: 0 }, 0)).toBeCloseTo(2, 12);
  });

  it("takes at least the floor as a deviation", () => {
    expect(robustZ(0.02, { median: 0, mad: 0 }, 0.005)).toBeCloseTo(4, 12);
  });

  it("is 0 at the median, whatever the deviation", () => {
    expect(robustZ(0, { median: 0, mad: 0 }, 0)).toBe(0);
  });
});
