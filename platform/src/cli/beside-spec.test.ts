import { expect, test } from "vitest";
import { besideSpec } from "./beside-spec.ts";

test("values and settings stand beside the spec, or in .do of the app's directory", () => {
  expect(besideSpec("/shop/.do/app.yaml", "/shop")).toBe("/shop/.do");
  expect(besideSpec("/shop/api/.do/staging.yaml", "/shop")).toBe("/shop/api/.do");
  expect(besideSpec("/shop/app.yaml", "/shop")).toBe("/shop/.do");
  expect(besideSpec("/specs/app.yaml", undefined)).toBeUndefined();
});
