import { expect, test } from "vitest";
import { formatDuration, formatShare, formatSigned, formatSize, plural } from "./quantity.ts";

test("durations have one or two units", () => {
  const ms = [0, 41_000, 90_000, 1_900_000, 3_600_000, 7_500_000];
  expect(ms.map(formatDuration)).toEqual(["0 s", "41 s", "2 min", "32 min", "1 h", "2 h 5 min"]);
});

test("a duration just below an hour does not become sixty minutes", () => {
  expect(formatDuration(3_590_000)).toBe("1 h");
  expect(formatDuration(7_190_000)).toBe("2 h");
  expect(formatDuration(59_700)).toBe("1 min");
});

test("zero is a value, absence is a dash", () => {
  expect(formatShare(0)).toBe("0 %");
  expect(formatShare(null)).toBe("–");
});

test("signs are real ones", () => {
  expect([3, -2, 0].map(formatSigned)).toEqual(["+3", "−2", "±0"]);
});

test("sizes are in powers of a thousand", () => {
  expect([0, 999, 1500, 48_000, 812_345_678].map(formatSize)).toEqual([
    "0 B",
    "999 B",
    "1.5 kB",
    "48 kB",
    "812 MB",
  ]);
});

test("counts agree with their noun", () => {
  expect([plural(0, "page"), plural(1, "page"), plural(2, "batch", "batches")]).toEqual([
    "0 pages",
    "1 page",
    "2 batches",
  ]);
});
