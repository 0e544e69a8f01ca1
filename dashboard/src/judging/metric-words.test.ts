import { expect, it } from "vitest";
import { bandChange, countOf, listOf, nameOf, verbFor } from "./metric-words.ts";

it("calls metrics by the letters people know, and others by their name", () => {
  expect(nameOf("lcp")).toBe("LCP");
  expect(nameOf("si")).toBe("Speed Index");
  expect(nameOf("performance")).toBe("Performance");
  expect(nameOf("bytes-script")).toBe("Script bytes");
});

it("puts the verb into the number of the name", () => {
  expect(verbFor("lcp", "is", "are")).toBe("is");
  expect(verbFor("requests", "is", "are")).toBe("are");
  expect(verbFor("best-practices", "is", "are")).toBe("are");
});

it("counts and lists as people do", () => {
  expect(countOf(1, "sample")).toBe("1 sample");
  expect(countOf(3, "sample")).toBe("3 samples");
  expect(listOf([])).toBe("");
  expect(listOf(["LCP"])).toBe("LCP");
  expect(listOf(["LCP", "TBT"])).toBe("LCP and TBT");
  expect(listOf(["LCP", "TBT", "CLS"])).toBe("LCP, TBT and CLS");
});

it("says what a change of band means", () => {
  expect(bandChange("lcp", "mobile", 2400, 2600)).toBe("no longer good");
  expect(bandChange("lcp", "mobile", 2400, 4100)).toBe("now poor");
  expect(bandChange("lcp", "mobile", 4100, 2600)).toBe("no longer poor");
  expect(bandChange("lcp", "mobile", 2600, 2500)).toBe("now good");
  expect(bandChange("lcp", "desktop", 2500, 2600)).toBeNull();
  expect(bandChange("requests", "mobile", 20, 200)).toBeNull();
});
