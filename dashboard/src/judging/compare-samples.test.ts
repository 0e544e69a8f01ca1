import { describe, expect, it } from "vitest";
import type { Metric } from "../papers/metric.ts";
import { compareSamples } from "./compare-samples.ts";

const quietMs = [206, 184, 212, 198, 231];

describe("two sets of samples", () => {
  it("differ where chance is unlikely, most pairs agree and the change matters", () => {
    const worse = compare("tbt", quietMs, [298, 279, 311, 296, 322]);
    expect(worse).toMatchObject({ metric: "tbt", shift: 95, verdict: "worse", delta: 1 });
    expect(worse.p).toBeCloseTo(1 / 252, 12);
    expect(worse.sentence).toBe(
      "TBT rose by 95 ms (46 %) to 298 ms; the change is larger than the usual spread.",
    );
    const better = compare("tbt", [298, 279, 311, 296, 322], quietMs);
    expect(better).toMatchObject({ shift: -95, verdict: "better", delta: -1 });
    expect(better.p).toBeCloseTo(1 / 252, 12);
    expect(better.sentence).toBe(
      "TBT fell by 95 ms (32 %) to 206 ms; the change is larger than the usual spread.",
    );
  });

  it("are worse where a score falls", () => {
    const { verdict, sentence } = compare("performance", [95, 96, 95, 94, 96], [88, 87, 89, 88, 86]);
    expect(verdict).toBe("worse");
    expect(sentence).toBe(
      "Performance fell by 8 points to 88, no longer good; the change is larger than the usual spread.",
    );
  });

  it("are the same where the change is too small to matter, however certain", () => {
    const { verdict, p, sentence } = compare(
      "lcp",
      [2100, 2101, 2102, 2103, 2104],
      [2120, 2121, 2122, 2123, 2124],
    );
    expect(p).toBeLessThan(0.05);
    expect(verdict).toBe("same");
    expect(sentence).toBe("LCP shows no change that matters: 2.1 s before, 2.12 s after.");
  });

  it("are the same where the values are", () => {
    const { verdict, shift, delta, sentence } = compare("lcp", [2100, 2100], [2100, 2100, 2100]);
    expect({ verdict, shift, delta }).toEqual({ verdict: "same", shift: 0, delta: null });
    expect(sentence).toBe("LCP is the same: 2.1 s before and after.");
    expect(compare("requests", [40], [40]).sentence).toBe("Requests are the same: 40 before and after.");
    expect(compare("tbt", quietMs, quietMs).verdict).toBe("same");
  });

  it("stay undecided where the samples vary more than they differ, and say what is likely", () => {
    const { verdict, sentence } = compare("tbt", [180, 220, 200, 230, 610], [260, 300, 560, 280, 190]);
    expect(verdict).toBe("inconclusive");
    expect(sentence).toBe(
      "TBT looks 60 ms higher, but the samples vary too much to be certain: anything from 330 ms less to 340 ms more is possible.",
    );
  });
});

describe("fewer than four samples on a side", () => {
  it("never decide a timing, but say what it looks like", () => {
    const { verdict, p, delta, sentence } = compare("lcp", [2100, 2120, 2090], [2900, 2880, 2950]);
    expect({ verdict, p, delta }).toEqual({ verdict: "inconclusive", p: null, delta: null });
    expect(sentence).toBe(
      "LCP looks worse (2.9 s instead of 2.1 s), but 3 samples on each side cannot make it certain; measure both with at least 5.",
    );
    expect(compare("performance", [70], [92]).sentence).toBe(
      "Performance looks better (92 instead of 70), but 1 sample on each side cannot make it certain; measure both with at least 5.",
    );
  });

  it("make no guess where the change is not large or not consistent", () => {
    const { verdict, sentence } = compare("lcp", [2100, 2120, 2090], [2300, 2310, 2290, 2305, 2295]);
    expect(verdict).toBe("inconclusive");
    expect(sentence).toBe(
      "Whether LCP changed (2.1 s before, 2.3 s after) cannot be told from 3 and 5 samples; measure both with at least 5.",
    );
    expect(compare("lcp", [2100, 2120, 3900], [2900, 2880, 2950]).sentence).toMatch(/^Whether LCP changed/);
  });

  it("show no change where all lie within what matters", () => {
    expect(compare("lcp", [2100, 2120, 2090], [2110, 2130, 2105]).verdict).toBe("same");
    expect(compare("lcp", [2100, 2120, 2090], [2110, 2130, 2600]).verdict).toBe("inconclusive");
    expect(compare("lcp", [2100], [2101]).verdict).toBe("inconclusive");
  });
});

describe("facts", () => {
  it("are decided from one sample on each side", () => {
    expect(compare("bytes-script", [400_000], [424_000])).toEqual({
      metric: "bytes-script",
      shift: 24_000,
      p: null,
      delta: null,
      verdict: "worse",
      sentence: "Script bytes rose by 24 kB (6 %) to 424 kB.",
    });
    expect(compare("third-parties", [2, 2, 2], [1, 1, 1]).verdict).toBe("better");
    expect(compare("third-parties", [0], [1]).sentence).toBe("Third parties rose by 1 to 1.");
    expect(compare("accessibility", [100], [98]).verdict).toBe("worse");
  });

  it("are decided although a few bytes vary", () => {
    expect(compare("bytes-total", [500_010, 500_000, 500_004], [525_003, 525_009, 525_000]).verdict).toBe(
      "worse",
    );
    expect(compare("bytes-total", [500_010, 500_000], [503_000, 503_020]).verdict).toBe("same");
  });

  it("that vary by more than matters need as many samples as timings", () => {
    expect(compare("cls", [0, 0.1, 0], [0.1, 0.1, 0.2]).verdict).toBe("inconclusive");
    expect(compare("cls", [0, 0.1, 0, 0.1, 0], [0.3, 0.2, 0.3, 0.3, 0.2]).verdict).toBe("worse");
  });

  it("matter from a change of exactly the floor", () => {
    expect(compare("cls", [0.1], [0.12]).verdict).toBe("worse");
    expect(compare("cls", [0.1], [0.119]).verdict).toBe("same");
  });
});

function compare(metric: Metric, a: readonly number[], b: readonly number[]) {
  return compareSamples(metric, a, b, "mobile");
}
