import { expect, test } from "vitest";
import { alignRows } from "./table.ts";

test("leaves a row of a single cell as it is and widens no column for it", () => {
  const rows = [["api", "live"], ["  what is wrong with api"], ["b", "failed"]];
  expect(alignRows(rows)).toEqual(["api  live", "  what is wrong with api", "b    failed"]);
});

test("aligns columns by what is seen and leaves nothing at line ends", () => {
  const rows = [
    ["NAME", "STATE", "ADDRESS"],
    ["api", "\u001b[32mlive\u001b[0m", "http://shop.localhost"],
    ["long-worker", "failed", ""],
  ];
  expect(alignRows(rows)).toEqual([
    "NAME         STATE   ADDRESS",
    "api          \u001b[32mlive\u001b[0m    http://shop.localhost",
    "long-worker  failed",
  ]);
});
