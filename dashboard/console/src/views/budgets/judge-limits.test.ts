import { expect, test } from "vitest";
import { countMet, judgeLimits } from "./judge-limits.ts";
import { limitText, parseLimit } from "./units.ts";

test("a value that equals the limit meets it, in both directions", () => {
  expect(countMet("lcp", [2400, 2500, 2600], 2500)).toBe(2);
  expect(countMet("performance", [80, 90, 100], 90)).toBe(2);
});

test("asks for one limit at least", () => {
  expect(judgeLimits("lcp", { warn: null, fail: null })).toHaveProperty("fail");
});

test("the warning must come before the limit", () => {
  expect(judgeLimits("lcp", { warn: 2500, fail: 2000 })).toHaveProperty("fail");
  expect(judgeLimits("lcp", { warn: 2000, fail: 2500 })).toEqual({});
  expect(judgeLimits("performance", { warn: 80, fail: 90 })).toHaveProperty("fail");
  expect(judgeLimits("performance", { warn: 90, fail: 80 })).toEqual({});
});

test("what is no number is said so, at its field", () => {
  expect(judgeLimits("lcp", { warn: parseLimit("lcp", "fast"), fail: 10 })).toHaveProperty("warn");
});

test("bytes are typed in kB, layout shift with comma or point, nothing is no limit", () => {
  expect(parseLimit("bytes-script", "700")).toBe(700_000);
  expect(parseLimit("cls", "0,1")).toBe(0.1);
  expect(parseLimit("cls", " ")).toBeNull();
  expect(limitText("bytes-script", 700_000)).toBe("700");
  expect(limitText("cls", 0)).toBe("0");
});
