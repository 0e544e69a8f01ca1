import { expect, test } from "vitest";
import { targetOf } from "./use-active-point.ts";

test("arrows move by one, Home and End to the ends, page keys by ten", () => {
  const keys = ["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
  expect(keys.map((key) => targetOf(key, 20, 50))).toEqual([19, 21, 0, 50, 30, 10]);
});

test("other keys are left to the browser", () => {
  expect(targetOf("Tab", 20, 50)).toBeNull();
  expect(targetOf("a", 20, 50)).toBeNull();
});
