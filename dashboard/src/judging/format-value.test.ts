import { describe, expect, it } from "vitest";
import { metrics, type Metric } from "../papers/metric.ts";
import { formatAmount, formatPair, formatShare, formatSignedAmount, formatValue } from "./format-value.ts";

describe("a value", () => {
  it.each<[Metric, number, string]>([
    ["tbt", 0, "0 ms"],
    ["tbt", 0.4, "0 ms"],
    ["lcp", 840, "840 ms"],
    ["lcp", 999.4, "999 ms"],
    ["lcp", 999.6, "1 s"],
    ["lcp", 1000, "1 s"],
    ["lcp", 2100, "2.1 s"],
    ["lcp", 2480, "2.48 s"],
    ["lcp", 9994, "9.99 s"],
    ["lcp", 9996, "10 s"],
    ["si", 12_345, "12.3 s"],
    ["cls", 0, "0.000"],
    ["cls", 0.1, "0.100"],
    ["cls", 0.0024, "0.002"],
    ["performance", 0, "0"],
    ["performance", 92, "92"],
    ["performance", 56.99999999999999, "57"],
    ["performance", 100, "100"],
    ["bytes-total", 0, "0 B"],
    ["bytes-total", 999, "999 B"],
    ["bytes-total", 999.6, "1 kB"],
    ["bytes-total", 48_230, "48.2 kB"],
    ["bytes-total", 99_960, "100 kB"],
    ["bytes-total", 482_300, "482 kB"],
    ["bytes-total", 999_700, "1 MB"],
    ["bytes-total", 1_243_000, "1.24 MB"],
    ["bytes-total", 12_430_000, "12.4 MB"],
    ["requests", 0, "0"],
    ["requests", 41.5, "41.5"],
    ["requests", 1204, "1,204"],
  ])("of %s, %d, reads %s", (metric, value, text) => {
    expect(formatValue(metric, value)).toBe(text);
  });

  it("of half a point below good does not read as good", () => {
    expect(formatValue("performance", 89.5)).toBe("89");
  });

  it("of zero is a value of every metric", () => {
    for (const metric of metrics) expect(formatValue(metric, 0)).toMatch(/^0/);
  });
});

describe("a change", () => {
  it("has a size, in points for scores", () => {
    expect(formatAmount("lcp", -320)).toBe("320 ms");
    expect(formatAmount("performance", -3)).toBe("3 points");
    expect(formatAmount("performance", 1)).toBe("1 point");
    expect(formatAmount("performance", 2.5)).toBe("2.5 points");
    expect(formatAmount("cls", -0.05)).toBe("0.050");
  });

  it("has a sign where it stands alone", () => {
    expect(formatSignedAmount("lcp", 320)).toBe("+320 ms");
    expect(formatSignedAmount("performance", -3)).toBe("−3 points");
  });

  it("is a share with a decimal below ten percent", () => {
    expect(formatShare(0.1234)).toBe("12 %");
    expect(formatShare(-0.08)).toBe("8 %");
    expect(formatShare(0.0477)).toBe("4.8 %");
    expect(formatShare(0.0996)).toBe("10 %");
    expect(formatShare(0)).toBe("0 %");
  });
});

it("writes the unit of a pair once if it is the same", () => {
  expect(formatPair("lcp", 1900, 2600)).toBe("1.9 and 2.6 s");
  expect(formatPair("lcp", 840, 1200)).toBe("840 ms and 1.2 s");
  expect(formatPair("performance", 88, 94)).toBe("88 and 94");
});
