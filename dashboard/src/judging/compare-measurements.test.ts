import { describe, expect, it } from "vitest";
import { compareMeasurements, type SampleValues } from "./compare-measurements.ts";

const before: SampleValues = {
  performance: [95, 96, 95, 94, 96],
  lcp: [2100, 2110, 2090, 2105, 2095],
  tbt: [206, 184, 212, 198, 231],
  cls: [0.002, 0.002, 0.002, 0.002, 0.002],
  "bytes-total": [500_000, 500_000, 500_000, 500_000, 500_000],
  requests: [40, 40, 40, 40, 40],
};

describe("two measurements", () => {
  it("that agree show no change that matters", () => {
    const { verdict, metrics } = compareMeasurements(before, before, "mobile");
    expect(verdict).toBe("No change that matters in any of 6 metrics.");
    expect(metrics.map(({ metric }) => metric)).toEqual([
      "performance",
      "lcp",
      "tbt",
      "cls",
      "bytes-total",
      "requests",
    ]);
  });

  it("name what became worse and better, the most important first", () => {
    const after = {
      ...before,
      tbt: [298, 279, 311, 296, 322],
      lcp: [2420, 2430, 2410, 2425, 2415],
      "bytes-total": [476_000],
    };
    expect(compareMeasurements(before, after, "mobile").verdict).toBe(
      "Worse in LCP (+320 ms) and TBT (+95 ms); better in All bytes (−24 kB).",
    );
    expect(compareMeasurements(after, before, "mobile").verdict).toBe(
      "Worse in All bytes (+24 kB); better in LCP (−320 ms) and TBT (−95 ms).",
    );
  });

  it("count what is too much to name", () => {
    const after: SampleValues = {
      performance: [80, 81, 80, 79, 81],
      lcp: [3100, 3110, 3090, 3105, 3095],
      tbt: [506, 484, 512, 498, 531],
      cls: [0.2],
      "bytes-total": [900_000],
      requests: [60],
    };
    expect(compareMeasurements(before, after, "mobile").verdict).toBe(
      "Worse in Performance (−15 points), LCP (+1 s), TBT (+300 ms) and 3 more.",
    );
  });

  it("say where more samples are needed", () => {
    const after = { ...before, lcp: [2300, 2900] };
    expect(compareMeasurements(before, after, "mobile").verdict).toBe(
      "No change is certain: more samples are needed to judge LCP.",
    );
  });

  it("leave out what only one has", () => {
    const { verdict, metrics } = compareMeasurements({ lcp: [2100] }, { tbt: [200], lcp: [] }, "mobile");
    expect(metrics).toEqual([]);
    expect(verdict).toBe("The two have no metric in common.");
  });
});
