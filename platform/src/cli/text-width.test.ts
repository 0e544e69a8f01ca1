import { expect, test } from "vitest";
import { excerptLine, padTo, plainLine, textWidth, truncate } from "./text-width.ts";

test("counts columns: colours none, marks none, wide characters two", () => {
  expect(textWidth("\u001b[31mred\u001b[0m")).toBe(3);
  expect(textWidth("e\u0301")).toBe(1);
  expect(textWidth("日本")).toBe(4);
  expect(textWidth("🚀")).toBe(2);
});

test("cuts to a width, never in the middle of a wide character", () => {
  expect(truncate("hello", 5)).toBe("hello");
  expect(truncate("hello", 4)).toBe("hel…");
  expect(truncate("日本語", 4)).toBe("日…");
  expect(truncate("hello", 0)).toBe("");
});

test("pads by columns, not by characters", () => {
  expect(padTo("日", 4)).toBe("日  ");
});

test("shows of a progress bar what it drew last, without control characters", () => {
  expect(plainLine("10%\r\u001b[32m50%\u001b[0m\r")).toBe("50%");
  expect(plainLine("a\tb\u0007\u001b[2K")).toBe("a b");
});

test("keeps the indent of a line in an excerpt, but neither its colours nor an endless rest", () => {
  expect(excerptLine("\u001b[31m  at a.js:1\u001b[0m\r")).toBe("  at a.js:1");
  expect(excerptLine("\tx")).toBe("  x");
  expect(textWidth(excerptLine("\u001b[1m \u001b[0m".repeat(500) + "x".repeat(500)))).toBeLessThan(300);
});
