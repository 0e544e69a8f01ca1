import { describe, expect, it } from "vitest";
import type { Metric } from "../papers/metric.ts";
import { summariseSeries } from "./summarise-series.ts";

describe("a chart in a sentence", () => {
  it("names middle, direction, ends and count", () => {
    const values = [2600, 2300, 2280, 2290, 2200, 2100, 2090, 2120, 1900];
    expect(summarise("lcp", values)).toBe(
      "LCP, mobile, 30 days: median 2.2 s, down 9.1 %, between 1.9 and 2.6 s, 9 measurements.",
    );
  });

  it("tells scores in points, and steady series as such", () => {
    expect(summarise("performance", [80, 81, 80, 90, 91, 92])).toBe(
      "Performance, mobile, 30 days: median 85, up 11 points, between 80 and 92, 6 measurements.",
    );
    expect(summarise("lcp", [2100, 2110, 2090, 2105, 2120, 2100])).toBe(
      "LCP, mobile, 30 days: median 2.1 s, steady, between 2.09 and 2.12 s, 6 measurements.",
    );
  });

  it("tells a rise from zero as an amount", () => {
    expect(summarise("tbt", [0, 0, 0, 80, 80, 80])).toMatch(/up 80 ms/);
  });

  it("names no direction of a few", () => {
    expect(summarise("lcp", [2100, 2900])).toBe(
      "LCP, mobile, 30 days: median 2.5 s, between 2.1 and 2.9 s, 2 measurements.",
    );
  });

  it("needs no words for what there is not", () => {
    expect(summarise("cls", [])).toBe("CLS, mobile, 30 days: no measurements.");
    expect(summarise("cls", [0])).toBe("CLS, mobile, 30 days: 0.000, 1 measurement.");
    expect(summarise("requests", [40, 40, 40])).toBe("Requests, mobile, 30 days: always 40, 3 measurements.");
  });
});

function summarise(metric: Metric, values: readonly number[]): string {
  return summariseSeries({ metric, profile: "mobile", period: "30 days", values });
}
