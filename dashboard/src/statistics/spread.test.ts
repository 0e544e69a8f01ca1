import { describe, expect, it } from "vitest";
import { mad, median, spreadOf } from "./spread.ts";

const blockingMs = [206, 184, 212, 198, 231, 662, 190, 204, 201, 219];

describe("a spread", () => {
  it("agrees with R's median and mad", () => {
    // R: median(x); mad(x, constant = 1)
    expect(median(blockingMs)).toBe(205);
    expect(mad(blockingMs)).toBe(10.5);
    const shifts = [0.002, 0.002, 0.105, 0.003];
    expect(median(shifts)).toBeCloseTo(0.0025, 12);
    expect(mad(shifts)).toBeCloseTo(0.0005, 12);
  });

  it("holds count, middle, deviation and ends, and leaves the values in their order", () => {
    const values = [3, 1, 2];
    expect(spreadOf(values)).toEqual({ n: 3, median: 2, mad: 1, min: 1, max: 3 });
    expect(values).toEqual([3, 1, 2]);
  });

  it("of one value is that value", () => {
    expect(spreadOf([0])).toEqual({ n: 1, median: 0, mad: 0, min: 0, max: 0 });
  });

  it("gives equal values back to the last bit", () => {
    expect(median([0.1, 0.1])).toBe(0.1);
    expect(median([0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2])).toBe(0.1 + 0.2);
  });

  it("does not exist without values", () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
