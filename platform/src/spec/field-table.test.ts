import { expect, test } from "vitest";
import { fieldTable } from "./field-table.ts";
import { specFieldsPage } from "./spec-fields-page.ts";

test("names every field once and describes it", () => {
  const fields = fieldTable();
  const paths = fields.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(fields.filter(({ description }) => description === "").map(({ path }) => path)).toEqual([]);
  expect(paths).toContain("services[].autoscaling.metrics.cpu.percent");
});

test("gives a reason for whatever is not supported", () => {
  const reasons = fieldTable().flatMap(({ support }) =>
    support.state === "supported" ? [] : [support.reason],
  );
  expect(reasons.length).toBeGreaterThan(20);
  expect(reasons.filter((reason) => reason === "")).toEqual([]);
});

test("has a row of the page for each field below a section", () => {
  const page = specFieldsPage();
  for (const { path } of fieldTable()) expect(page).toContain(`\`${path}\``);
});
