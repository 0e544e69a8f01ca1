import { describe, expect, it } from "vitest";
import { metrics, type Metric } from "../papers/metric.ts";
import { practicalFloor, reachesFloor } from "./practical-floors.ts";

describe("the smallest change that matters", () => {
  it.each<[Metric, number, number]>([
    ["lcp", 2000, 100],
    ["lcp", 800, 50],
    ["ttfb", 40, 50],
    ["tbt", 200, 50],
    ["tbt", 900, 90],
    ["cls", 0, 0.02],
    ["performance", 92, 3],
    ["accessibility", 100, 1],
    ["bytes-total", 500_000, 10_000],
    ["bytes-document", 4000, 500],
    ["requests", 40, 1],
    ["third-parties", 0, 1],
  ])("of %s at %d is %d", (metric, before, floor) => {
    expect(practicalFloor(metric, before)).toBe(floor);
  });

  it("is never nothing", () => {
    for (const metric of metrics) expect(practicalFloor(metric, 0)).toBeGreaterThan(0);
  });

  it("is reached by a change of its size, whatever the last bit", () => {
    expect(reachesFloor(0.12 - 0.1, 0.02)).toBe(true);
    expect(reachesFloor(-0.02, 0.02)).toBe(true);
    expect(reachesFloor(0.0199, 0.02)).toBe(false);
  });
});
