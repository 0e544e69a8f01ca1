import { expect, it } from "vitest";
import { cannotRequireModules } from "./node-range.ts";

it.each([
  "16",
  "18.x",
  "v18.17.0",
  "^18.2.0",
  "~20.10.0",
  "20.18.1",
  "21.x",
  "22.11.0",
  "~22.4",
  "lts/hydrogen",
])("knows that no Node of %s requires ES modules", (range) => {
  expect(cannotRequireModules(range)).toBe(true);
});

it.each([
  "20",
  "20.x",
  "^20.10.0",
  "20.19.0",
  "22",
  "22.12.0",
  "24.x",
  ">=18",
  "18 || 20",
  "*",
  "lts/*",
  "lts/iron",
  "node",
])("says nothing against %s", (range) => {
  expect(cannotRequireModules(range)).toBe(false);
});
