import { describe, expect, it } from "vitest";
import type { Metric } from "../papers/metric.ts";
import { findAnomaly, hasRecovered, recoverySentence, verifyAnomaly } from "./find-anomaly.ts";

const usualMs = [2100, 2110, 2090, 2120, 2080, 2105, 2095, 2100];

describe("a new value", () => {
  it("is an anomaly where it is unusually worse by enough to matter", () => {
    const found = find("lcp", usualMs, 2900);
    expect(found).toMatchObject({
      metric: "lcp",
      profile: "mobile",
      value: 2900,
      baseline: 2100,
      direction: "rose",
    });
    // 1.5 % of 2,100 ms is more than the scaled deviation of 11 ms and a quarter of the floor.
    expect(found?.z).toBeCloseTo(800 / 31.5, 9);
    expect(found?.sentence).toBe(
      "LCP rose by 800 ms (38 %) to 2.9 s, no longer good; over the last 8 measurements it was usually 2.1 s.",
    );
  });

  it("falls where higher is better", () => {
    const found = find("performance", [95, 96, 95, 94, 96, 95, 95, 95], 80);
    expect(found).toMatchObject({ direction: "fell", baseline: 95 });
    expect(found?.sentence).toBe(
      "Performance fell by 15 points to 80, no longer good; over the last 8 measurements it was usually 95.",
    );
  });

  it("is none where it is better, usual, or too little to matter", () => {
    expect(find("lcp", usualMs, 1200)).toBeNull();
    expect(find("performance", [80, 80, 80, 80, 80, 80, 80, 80], 99)).toBeNull();
    expect(find("lcp", usualMs, 2130)).toBeNull();
    // Many deviations, but below 50 ms.
    expect(find("ttfb", [40, 40, 40, 40, 40, 40, 40, 40], 85)).toBeNull();
    expect(find("tbt", [200, 420, 180, 650, 230, 510, 190, 480], 700)).toBeNull();
  });

  it("is judged against a series that never varied", () => {
    const never = [0, 0, 0, 0, 0, 0, 0, 0];
    expect(find("cls", never, 0.019)).toBeNull();
    expect(find("cls", never, 0.02)?.z).toBeCloseTo(4, 9);
    expect(find("third-parties", [2, 2, 2, 2, 2, 2, 2, 2], 3)?.sentence).toBe(
      "Third parties rose by 1 to 3; over the last 8 measurements they were usually 2.",
    );
  });

  it("is not judged before there are eight others", () => {
    expect(find("lcp", usualMs.slice(1), 9000)).toBeNull();
  });

  it("is judged by the last thirty", () => {
    const long = [...new Array<number>(40).fill(5000), ...new Array<number>(30).fill(2100)];
    expect(find("lcp", long, 2900)).toMatchObject({ baseline: 2100 });
  });
});

describe("an anomaly", () => {
  const anomaly = find("lcp", usualMs, 2900)!;

  it("is confirmed by a repetition that is unusual itself", () => {
    expect(verifyAnomaly(anomaly, 2850)).toMatchObject({
      state: "confirmed",
      sentence:
        "LCP rose by 800 ms (38 %) to 2.9 s, no longer good; a repeated measurement confirms it with 2.85 s.",
    });
    expect(verifyAnomaly(anomaly, 2850).z).toBeCloseTo(750 / 31.5, 9);
  });

  it("is refuted by one that is usual, or better", () => {
    expect(verifyAnomaly(anomaly, 2150)).toMatchObject({
      state: "refuted",
      sentence: "LCP rose to 2.9 s only once: a repeated measurement gave 2.15 s, where 2.1 s is usual.",
    });
    expect(verifyAnomaly(anomaly, 1000)).toMatchObject({ state: "refuted" });
    expect(verifyAnomaly(anomaly, 1000).z).toBeLessThan(0);
  });

  it("is refuted by one that is unusual but too little to matter", () => {
    const quiet = { metric: "tbt", profile: "mobile", value: 400, baseline: 100, z: 60 } as const;
    expect(verifyAnomaly(quiet, 149).state).toBe("refuted");
    expect(verifyAnomaly(quiet, 150).state).toBe("confirmed");
  });

  it("has recovered where a value would be none", () => {
    expect(hasRecovered(anomaly, 2850)).toBe(false);
    expect(hasRecovered(anomaly, 2150)).toBe(true);
    expect(hasRecovered(anomaly, 1500)).toBe(true);
    expect(recoverySentence(anomaly, 2150)).toBe("LCP is back at 2.15 s, where 2.1 s is usual.");
  });

  it("turns round where higher is better", () => {
    const fallen = find("performance", [95, 96, 95, 94, 96, 95, 95, 95], 80)!;
    expect(verifyAnomaly(fallen, 82).state).toBe("confirmed");
    expect(verifyAnomaly(fallen, 100).state).toBe("refuted");
    expect(hasRecovered(fallen, 94)).toBe(true);
  });
});

function find(metric: Metric, past: readonly number[], value: number) {
  return findAnomaly({ metric, profile: "mobile", past, value });
}
