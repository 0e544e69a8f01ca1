import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";

test("starts at 30 seconds and doubles", () => {
  expect([1, 2, 3, 7].map((tries) => backOffMs(tries, 0))).toEqual([30_000, 60_000, 120_000, 1_920_000]);
});

test("adds up to a quarter", () => {
  expect(backOffMs(1, 1)).toBe(37_500);
});
