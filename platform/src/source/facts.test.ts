import { describe, expect, it } from "vitest";
import { normaliseDirectory } from "./facts.ts";

describe("normaliseDirectory", () => {
  it.each([
    [undefined, ""],
    ["/", ""],
    [".", ""],
    ["./", ""],
    ["web", "web"],
    ["/web", "web"],
    ["./web/", "web"],
    ["a//b/../c", "a/c"],
  ])("reads %s as %j", (text, expected) => {
    expect(normaliseDirectory(text)).toBe(expected);
  });

  it("refuses what leads out of the source", () => {
    expect(normaliseDirectory("../x")).toBeNull();
    expect(normaliseDirectory("a/../../x")).toBeNull();
  });
});
