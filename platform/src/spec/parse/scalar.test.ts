import { expect, test } from "vitest";
import { resolvePlain } from "./scalar.ts";

test.each([
  ["", "null"],
  ["~", "null"],
  ["NULL", "null"],
  ["nULL", "text"],
  [".", "text"],
  ["..", "text"],
  ["-", "text"],
  ["1.2.3", "text"],
  ["12:30", "text"],
  ["2024-01-31", "text"],
  ["0xD6d8D6d8D6d8D6d8D6d8", "text"],
  ["0b12", "text"],
  ["-x", "text"],
  ["1_a", "text"],
  ["yEs", "text"],
  ["1e999", "text"],
])("takes %j for %s", (source, kind) => {
  expect(resolvePlain(source).kind).toBe(kind);
});

test.each([
  ["y", true],
  ["Yes", true],
  ["ON", true],
  ["True", true],
  ["n", false],
  ["No", false],
  ["off", false],
  ["FALSE", false],
])("takes %j for the boolean %s", (source, value) => {
  expect(resolvePlain(source)).toEqual({ kind: "boolean", value });
});

test.each([
  ["8080", 8080],
  ["8_080", 8080],
  ["+1", 1],
  ["-1", -1],
  ["010", 8],
  ["08", 8],
  ["0x1F", 31],
  ["0o17", 15],
  ["0b11", 3],
  ["1.5", 1.5],
  [".5", 0.5],
  ["1.", 1],
  ["1e3", 1000],
  ["1E-2", 0.01],
  ["18446744073709551615", 18446744073709551615],
  ["99999999999999999999999", 1e23],
  [".inf", Number.NaN],
])("takes %j for a number", (source, value) => {
  expect(resolvePlain(source)).toEqual({ kind: "number", value });
});
