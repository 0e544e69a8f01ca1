import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["250ms", 250],
  ["1000us", 1],
  ["1000µs", 1],
  ["0", 0],
  ["-1m", -60_000],
])("reads %s as %d ms", (text, ms) => {
  expect(parseDuration(text)).toBeCloseTo(ms, 9);
});

test.each(["", "30", "1d", "h", "1h 30m", "1m-30s", "five"])("finds no duration in %j", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
