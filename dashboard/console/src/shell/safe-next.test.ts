import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test("leads back to a path of the console", () => {
  expect(safeNext("/sites/1?range=7d")).toBe("/sites/1?range=7d");
});

test("leads nowhere else", () => {
  for (const next of [
    null,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
  ]) {
    expect(safeNext(next)).toBe("/");
  }
});
